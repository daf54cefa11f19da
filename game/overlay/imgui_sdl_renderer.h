// Draws ImDrawData with SDL's own renderer: one SDL_RenderGeometryRaw call per ImGui command.
// Written here because Debian's Dear ImGui library comes without an SDL_Renderer backend.
//
// SDL's software renderer turns two triangles that form an axis-aligned rectangle of one colour into a fill or a copy,
// which is many times faster than triangles: panels are therefore built of such rectangles only.
#pragma once

#include <SDL.h>
#include <imgui.h>

#include <cstdint>
#include <memory>

namespace outrider::overlay {

/// One per ImGui context. ImTextureID is an SDL_Texture*.
class ImGuiSdlRenderer {
public:
    explicit ImGuiSdlRenderer(SDL_Renderer& renderer) noexcept;

    /// Makes the texture of ImGui's font atlas (again): after the atlas was built, or when the device was lost.
    /// Throws std::runtime_error if SDL cannot make it.
    void upload_fonts(ImFontAtlas& fonts);

    /// Makes a square texture of one opaque colour without an alpha channel. It lives as long as the renderer does, or
    /// until it is made again. Throws std::runtime_error if SDL cannot make it.
    [[nodiscard]] ImTextureID make_ground(int side_px, ImU32 fill);

    /// Draws everything; leaves viewport, clip rectangle and scale as they were.
    void draw(const ImDrawData& data) const noexcept;
    /// One list, to a screen or picture of this size. Leaves them as they were, too.
    void draw_list(const ImDrawList& list, ImVec2 size_px) const noexcept;

private:
    struct DestroyTexture {
        void operator()(SDL_Texture* texture) const noexcept { SDL_DestroyTexture(texture); }
    };

    using Texture = std::unique_ptr<SDL_Texture, DestroyTexture>;

    void draw_command(const ImDrawList& list, const ImDrawCmd& command, ImVec2 size_px) const noexcept;
    [[nodiscard]] Texture make_texture(std::uint32_t format, int width_px, int height_px, const void* pixels) const;

    SDL_Renderer& renderer_;
    Texture font_texture_;
    Texture ground_texture_;
};

}  // namespace outrider::overlay
