#include "game/overlay/panel_pictures.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace outrider::overlay {
namespace {

constexpr double kRound_s = 1.0 / kPicturesPerSecond;

[[nodiscard]] bool is_same(const Box& a, const Box& b) noexcept {
    return a.min.x == b.min.x && a.min.y == b.min.y && a.max.x == b.max.x && a.max.y == b.max.y;
}

[[nodiscard]] SDL_Rect to_rect(const Box& box) noexcept {
    const auto whole = [](float value) { return static_cast<int>(std::lround(value)); };
    return {whole(box.min.x), whole(box.min.y), whole(box.width()), whole(box.height())};
}

/// ImGui draws in pixels of the screen; a picture begins at the panel's corner. The list is of this frame only.
void move_to_origin(ImDrawList& list, ImVec2 corner) noexcept {
    for (ImDrawVert& vertex : list.VtxBuffer) {
        vertex.pos.x -= corner.x;
        vertex.pos.y -= corner.y;
    }
    for (ImDrawCmd& command : list.CmdBuffer) {
        command.ClipRect.x -= corner.x;
        command.ClipRect.y -= corner.y;
        command.ClipRect.z -= corner.x;
        command.ClipRect.w -= corner.y;
    }
}

/// The panel's ground, except its corners, which the panel draws itself. Blending onto the ground's own colour gives
/// the right colours, with the right transparency.
void clear_to_ground(SDL_Renderer& renderer, int width_px, int height_px, int corner_px) noexcept {
    const ImVec4 fill = ImGui::ColorConvertU32ToFloat4(kPanelFill);
    const auto byte = [](float share) { return static_cast<std::uint8_t>(std::lround(share * 255.0F)); };
    const auto set = [&](std::uint32_t alpha) {
        SDL_SetRenderDrawColor(&renderer, byte(fill.x), byte(fill.y), byte(fill.z), static_cast<std::uint8_t>(alpha));
    };
    set(kPanelAlpha);
    SDL_RenderClear(&renderer);
    SDL_BlendMode before = SDL_BLENDMODE_NONE;
    SDL_GetRenderDrawBlendMode(&renderer, &before);
    SDL_SetRenderDrawBlendMode(&renderer, SDL_BLENDMODE_NONE);
    set(0);
    const std::array corners = {SDL_Rect{0, 0, corner_px, corner_px},
                                SDL_Rect{width_px - corner_px, 0, corner_px, corner_px},
                                SDL_Rect{0, height_px - corner_px, corner_px, corner_px},
                                SDL_Rect{width_px - corner_px, height_px - corner_px, corner_px, corner_px}};
    SDL_RenderFillRects(&renderer, corners.data(), static_cast<int>(corners.size()));
    SDL_SetRenderDrawBlendMode(&renderer, before);
}

}  // namespace

PanelPictures::PanelPictures(SDL_Renderer& renderer) noexcept
    : renderer_(renderer), has_targets_(SDL_RenderTargetSupported(&renderer) == SDL_TRUE) {}

void PanelPictures::drop() noexcept {
    for (Picture& picture : pictures_) picture.reset();
    outdate();
}

bool PanelPictures::begin_frame(double delta_s, PanelSet open) noexcept {
    windows_.fill(nullptr);
    round_age_s_ += delta_s;
    const bool begins = round_age_s_ >= kRound_s - 1e-3;  // a frame that is a little early is no frame more
    if (begins) {
        round_age_s_ = 0.0;
        is_stale_.fill(true);
    }
    int waiting = 0;
    for (std::size_t i = 0; i < kPanelCount; ++i) waiting += open.has(static_cast<Panel>(i)) && is_stale_[i] ? 1 : 0;
    // As many as leave the same number to each of the frames to come in this round.
    const double frames_left = delta_s > 0.0 ? std::max(std::round((kRound_s - round_age_s_) / delta_s), 1.0) : 1.0;
    redraws_left_ = static_cast<int>(std::ceil(waiting / frames_left));
    return begins;
}

auto PanelPictures::way_of(Panel panel, const Box& box, bool is_touched) -> Way {
    const std::size_t i = index(panel);
    windows_[i] = ImGui::GetCurrentWindow();
    const bool has_moved = !is_same(std::exchange(boxes_[i], box), box);
    if (!is_kept_ || !has_targets_ || is_touched || has_moved || !make_room(i)) {
        is_valid_[i] = false;
        return ways_[i] = Way::kLive;
    }
    const bool is_its_turn = is_stale_[i] && redraws_left_ > 0;
    if (is_valid_[i] && !is_its_turn) return ways_[i] = Way::kCopy;
    if (is_valid_[i]) --redraws_left_;
    is_valid_[i] = true;
    is_stale_[i] = false;
    return ways_[i] = Way::kRedraw;
}

void PanelPictures::note_height(Panel panel, float height) noexcept {
    if (height != boxes_[index(panel)].height()) is_valid_[index(panel)] = false;
}

/// A texture as large as the panel. False: there is none to be had, and the panel is drawn live.
bool PanelPictures::make_room(std::size_t panel) {
    const SDL_Rect rect = to_rect(boxes_[panel]);
    if (rect.w < 1 || rect.h < 1) return false;
    int width = 0;
    int height = 0;
    Picture& picture = pictures_[panel];
    if (picture) SDL_QueryTexture(picture.get(), nullptr, nullptr, &width, &height);
    if (width == rect.w && height == rect.h) return true;
    is_valid_[panel] = false;
    picture.reset(SDL_CreateTexture(&renderer_, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_TARGET, rect.w, rect.h));
    if (picture) SDL_SetTextureBlendMode(picture.get(), SDL_BLENDMODE_BLEND);
    return picture != nullptr;
}

/// A panel's window has children with lists of their own.
std::size_t PanelPictures::owner_of(const ImDrawList* list) const noexcept {
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
        if (!window->Active || window->DrawList != list) continue;
        for (std::size_t i = 0; i < kPanelCount; ++i) {
            if (windows_[i] != nullptr && window->RootWindow == windows_[i]) return i;
        }
    }
    return kNobody;
}

void PanelPictures::draw(const ImGuiSdlRenderer& painter, const ImDrawData& data) {
    for (std::size_t i = 0; i < kPanelCount; ++i) {
        if (windows_[i] != nullptr && ways_[i] == Way::kRedraw) draw_into_picture(painter, data, i);
    }
    const ImVec2 size = data.DisplaySize;
    std::size_t last_owner = kNobody;
    for (int i = 0; i < data.CmdListsCount; ++i) {
        const std::size_t owner = owner_of(data.CmdLists[i]);
        const bool is_picture = owner != kNobody && ways_[owner] == Way::kRedraw;
        if (!is_picture) painter.draw_list(*data.CmdLists[i], size);
        if (is_picture && owner != last_owner) copy_to_screen(owner);
        last_owner = owner;
    }
}

void PanelPictures::draw_into_picture(const ImGuiSdlRenderer& painter, const ImDrawData& data, std::size_t panel) {
    const Box& box = boxes_[panel];
    const SDL_Rect rect = to_rect(box);
    SDL_Texture* screen = SDL_GetRenderTarget(&renderer_);
    SDL_SetRenderTarget(&renderer_, pictures_[panel].get());
    clear_to_ground(renderer_, rect.w, rect.h, corner_px_);
    for (int i = 0; i < data.CmdListsCount; ++i) {
        if (owner_of(data.CmdLists[i]) != panel) continue;
        move_to_origin(*data.CmdLists[i], box.min);
        painter.draw_list(*data.CmdLists[i], {box.width(), box.height()});
    }
    SDL_SetRenderTarget(&renderer_, screen);
}

void PanelPictures::copy_to_screen(std::size_t panel) const noexcept {
    const SDL_Rect rect = to_rect(boxes_[panel]);
    SDL_RenderCopy(&renderer_, pictures_[panel].get(), nullptr, &rect);
}

}  // namespace outrider::overlay
