#include "game/overlay/imgui_sdl_renderer.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace outrider::overlay {
namespace {

static_assert(sizeof(ImU32) == sizeof(SDL_Color), "a vertex colour is read as an SDL_Color");

/// What others set on the renderer, put back when this ends.
class KeepRendererState {
public:
    explicit KeepRendererState(SDL_Renderer& renderer) noexcept : renderer_(renderer) {
        is_clipped_ = SDL_RenderIsClipEnabled(&renderer_) == SDL_TRUE;
        SDL_RenderGetScale(&renderer_, &scale_x_, &scale_y_);
        SDL_RenderGetViewport(&renderer_, &viewport_);
        SDL_RenderGetClipRect(&renderer_, &clip_);
    }
    ~KeepRendererState() {
        SDL_RenderSetScale(&renderer_, scale_x_, scale_y_);
        SDL_RenderSetViewport(&renderer_, &viewport_);
        SDL_RenderSetClipRect(&renderer_, is_clipped_ ? &clip_ : nullptr);
    }
    KeepRendererState(const KeepRendererState&) = delete;
    KeepRendererState& operator=(const KeepRendererState&) = delete;

private:
    SDL_Renderer& renderer_;
    bool is_clipped_ = false;
    float scale_x_ = 1.0F;
    float scale_y_ = 1.0F;
    SDL_Rect viewport_{};
    SDL_Rect clip_{};
};

/// The command's clip rectangle within the picture; empty if nothing of it is visible.
[[nodiscard]] SDL_Rect clip_of(const ImDrawCmd& command, ImVec2 size_px) noexcept {
    const int left = static_cast<int>(std::floor(std::max(command.ClipRect.x, 0.0F)));
    const int top = static_cast<int>(std::floor(std::max(command.ClipRect.y, 0.0F)));
    const int right = static_cast<int>(std::ceil(std::min(command.ClipRect.z, size_px.x)));
    const int bottom = static_cast<int>(std::ceil(std::min(command.ClipRect.w, size_px.y)));
    return {left, top, std::max(right - left, 0), std::max(bottom - top, 0)};
}

}  // namespace

ImGuiSdlRenderer::ImGuiSdlRenderer(SDL_Renderer& renderer) noexcept : renderer_(renderer) {}

void ImGuiSdlRenderer::upload_fonts(ImFontAtlas& fonts) {
    unsigned char* pixels = nullptr;
    int width_px = 0;
    int height_px = 0;
    fonts.GetTexDataAsRGBA32(&pixels, &width_px, &height_px);
    font_texture_ = make_texture(SDL_PIXELFORMAT_RGBA32, width_px, height_px, pixels);
    SDL_SetTextureScaleMode(font_texture_.get(), SDL_ScaleModeLinear);
    fonts.SetTexID(font_texture_.get());
}

ImTextureID ImGuiSdlRenderer::make_ground(int side_px, ImU32 fill) {
    const std::uint32_t red = fill >> IM_COL32_R_SHIFT & 0xFFU;
    const std::uint32_t green = fill >> IM_COL32_G_SHIFT & 0xFFU;
    const std::uint32_t blue = fill >> IM_COL32_B_SHIFT & 0xFFU;
    const auto side = static_cast<std::size_t>(side_px);
    const std::vector<std::uint32_t> pixels(side * side, red << 16U | green << 8U | blue);
    ground_texture_ = make_texture(SDL_PIXELFORMAT_RGB888, side_px, side_px, pixels.data());
    return ground_texture_.get();
}

auto ImGuiSdlRenderer::make_texture(std::uint32_t format, int width_px, int height_px, const void* pixels) const
    -> Texture {
    Texture texture(SDL_CreateTexture(&renderer_, format, SDL_TEXTUREACCESS_STATIC, width_px, height_px));
    if (!texture || SDL_UpdateTexture(texture.get(), nullptr, pixels, 4 * width_px) != 0) {
        throw std::runtime_error("cannot make a texture of the overlay (" + std::to_string(width_px) + " x " +
                                 std::to_string(height_px) + "): " + SDL_GetError() + "; try --renderer software");
    }
    SDL_SetTextureBlendMode(texture.get(), SDL_BLENDMODE_BLEND);
    return texture;
}

void ImGuiSdlRenderer::draw(const ImDrawData& data) const noexcept {
    for (int i = 0; i < data.CmdListsCount; ++i) draw_list(*data.CmdLists[i], data.DisplaySize);
}

void ImGuiSdlRenderer::draw_list(const ImDrawList& list, ImVec2 size_px) const noexcept {
    if (size_px.x <= 0.0F || size_px.y <= 0.0F) return;  // minimised
    const KeepRendererState keep(renderer_);
    SDL_RenderSetScale(&renderer_, 1.0F, 1.0F);
    SDL_RenderSetViewport(&renderer_, nullptr);
    for (const ImDrawCmd& command : list.CmdBuffer) {
        const bool asks_for_reset = command.UserCallback == ImDrawCallback_ResetRenderState;
        if (command.UserCallback != nullptr && !asks_for_reset) command.UserCallback(&list, &command);
        if (command.UserCallback == nullptr) draw_command(list, command, size_px);
    }
}

void ImGuiSdlRenderer::draw_command(const ImDrawList& list, const ImDrawCmd& command, ImVec2 size_px) const noexcept {
    const SDL_Rect clip = clip_of(command, size_px);
    if (SDL_RectEmpty(&clip) || command.ElemCount == 0) return;
    SDL_RenderSetClipRect(&renderer_, &clip);

    const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
    const auto* bytes = reinterpret_cast<const std::byte*>(vertices);
    const int stride = static_cast<int>(sizeof(ImDrawVert));
    SDL_RenderGeometryRaw(&renderer_, static_cast<SDL_Texture*>(command.GetTexID()),  //
                          reinterpret_cast<const float*>(bytes + offsetof(ImDrawVert, pos)), stride,
                          reinterpret_cast<const SDL_Color*>(bytes + offsetof(ImDrawVert, col)), stride,
                          reinterpret_cast<const float*>(bytes + offsetof(ImDrawVert, uv)), stride,
                          list.VtxBuffer.Size - static_cast<int>(command.VtxOffset),
                          list.IdxBuffer.Data + command.IdxOffset, static_cast<int>(command.ElemCount),
                          static_cast<int>(sizeof(ImDrawIdx)));
}

}  // namespace outrider::overlay
