#include "game/render/quad_batch.h"

namespace outrider::render {

void QuadBatch::draw(SDL_Renderer& renderer, SDL_Texture* texture) {
    if (empty()) return;
    while (indices_.size() < size() * 6) {
        const auto first = static_cast<int>(indices_.size() / 6 * 4);
        for (const int corner : {0, 1, 2, 0, 2, 3}) indices_.push_back(first + corner);
    }
    constexpr int kStride = sizeof(SDL_Vertex);
    const SDL_Vertex* v = vertices_.data();
    SDL_RenderGeometryRaw(&renderer, texture, &v->position.x, kStride, &v->color, kStride, &v->tex_coord.x, kStride,
                          static_cast<int>(used_), indices_.data(), static_cast<int>(size() * 6), sizeof(int));
}

}  // namespace outrider::render
