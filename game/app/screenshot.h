// Pictures of the window. The pixels are read on the frame thread, in the frame they belong to; the PNG is made and
// written beside it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <future>
#include <optional>
#include <string>
#include <vector>

struct SDL_Renderer;

namespace outrider::app {

/// A part of the picture, in pixels of the renderer.
struct PictureArea {
    std::int32_t x = 0;
    std::int32_t y = 0;
    std::int32_t width = 0;
    std::int32_t height = 0;
};

class Screenshots {
public:
    /// Reads what was drawn so far: call after drawing, before presenting. A failure is a warning, once it is known.
    void take(SDL_Renderer& renderer, const std::filesystem::path& file,
              const std::optional<PictureArea>& area = std::nullopt);
    /// Waits until every picture is written. False if one was not.
    bool finish();

private:
    /// Forgets those that are done.
    void collect();

    std::vector<std::future<bool>> writing_;
    bool all_written_ = true;
};

/// "outrider-20260131-174502.png"
[[nodiscard]] std::string screenshot_name();

}  // namespace outrider::app
