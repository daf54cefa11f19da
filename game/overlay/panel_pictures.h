// Panels kept as pictures: a panel is drawn into a texture of its own twenty times a second, and a frame only copies
// it. The panel that the mouse is over, or that is dragged, is drawn live: it answers in the same frame.
//
// Time is cut into rounds; in each round every open panel is drawn once, spread over the round's frames, so that no
// frame bears them all.
#pragma once

#include <SDL.h>
#include <imgui.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "game/overlay/imgui_sdl_renderer.h"
#include "game/overlay/panel_set.h"
#include "game/overlay/widgets.h"

struct ImGuiWindow;

namespace outrider::overlay {

inline constexpr double kPicturesPerSecond = 20.0;

class PanelPictures {
public:
    /// How a panel comes to the screen in this frame.
    enum class Way : std::uint8_t {
        kLive,    ///< built, drawn to the screen
        kRedraw,  ///< built, drawn into its picture, that copied
        kCopy     ///< not even built
    };

    explicit PanelPictures(SDL_Renderer& renderer) noexcept;

    /// The pictures were lost.
    void drop() noexcept;
    /// Something was switched: all are drawn anew in this frame.
    void outdate() noexcept { is_valid_.fill(false); }
    void set_kept(bool kept) noexcept { is_kept_ = kept; }
    /// How much of a panel's corner is round.
    void set_corner(float corner_px) noexcept { corner_px_ = static_cast<int>(corner_px); }

    /// Once a frame. True: a round begins.
    bool begin_frame(double delta_s, PanelSet open) noexcept;
    /// Once a frame for each open panel, within its ImGui window. `is_touched`: the player's hand is on it.
    [[nodiscard]] Way way_of(Panel panel, const Box& box, bool is_touched);
    [[nodiscard]] ImTextureID picture(Panel panel) const noexcept { return pictures_[index(panel)].get(); }
    /// The panel was built, and is of this height now.
    void note_height(Panel panel, float height) noexcept;

    /// Draws all of the frame: panels into their pictures, and everything to the screen.
    void draw(const ImGuiSdlRenderer& painter, const ImDrawData& data);

private:
    struct DestroyTexture {
        void operator()(SDL_Texture* texture) const noexcept { SDL_DestroyTexture(texture); }
    };
    using Picture = std::unique_ptr<SDL_Texture, DestroyTexture>;

    static constexpr std::size_t kNobody = kPanelCount;
    [[nodiscard]] static std::size_t index(Panel panel) noexcept { return static_cast<std::size_t>(panel); }
    [[nodiscard]] bool make_room(std::size_t panel);
    [[nodiscard]] std::size_t owner_of(const ImDrawList* list) const noexcept;
    void draw_into_picture(const ImGuiSdlRenderer& painter, const ImDrawData& data, std::size_t panel);
    void copy_to_screen(std::size_t panel) const noexcept;

    SDL_Renderer& renderer_;
    bool is_kept_ = true;
    bool has_targets_ = false;
    int corner_px_ = 0;
    double round_age_s_ = 0.0;
    int redraws_left_ = 0;  ///< in this frame, of pictures that are merely old
    std::array<Picture, kPanelCount> pictures_;
    std::array<Box, kPanelCount> boxes_{};  ///< where the panel is; another place or size: live
    std::array<bool, kPanelCount> is_valid_{};
    std::array<bool, kPanelCount> is_stale_{};  ///< not drawn in this round yet
    std::array<Way, kPanelCount> ways_{};
    std::array<const ImGuiWindow*, kPanelCount> windows_{};  ///< of this frame; null: not shown
};

}  // namespace outrider::overlay
