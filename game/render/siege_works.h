// What stands: towers turned to their targets, cracks in hurt walls, shells in the air; and the gates that raiders come
// through.
#pragma once

#include "game/render/siege_pen.h"

namespace outrider::render {

/// Cracks by how hurt a wall is. Only where there is an atlas.
void add_cracks(const sim::siege::Siege& siege, const SiegePen& pen, QuadBatch& pictures);
/// Towers, and the bars of hurt ones.
void add_towers(const sim::siege::Siege& siege, const SiegePen& pen, QuadBatch& pictures, QuadBatch& bars);
/// Shells with their shadows; `now_ticks`: the siege's time.
void add_shells(const sim::siege::Siege& siege, const SiegePen& pen, double now_ticks, QuadBatch& pictures);
/// A red threshold at the map's edge, and arrows that point inwards. `alarm`, 0 .. 1: a wave is coming.
void add_gates(const sim::siege::Siege& siege, const SiegePen& pen, float alarm, double clock_s, QuadBatch& quads);
/// The keep's health above its hall, once it is hurt; red for a moment when it is struck (`alarm`, 0 .. 1).
void add_keep(const sim::siege::Siege& siege, const SiegePen& pen, float alarm, QuadBatch& quads);

/// A tower as it stands, or as it would.
void add_tower(const SiegePen& pen, sim::siege::TowerKind kind, Cell at, std::uint8_t facing, std::uint8_t alpha,
               QuadBatch& pictures);

}  // namespace outrider::render
