#include "tests/e2e/widget_places.h"

#include "tests/unit/overlay/screen.h"
#include "tests/unit/overlay/synthetic_model.h"

namespace outrider::e2e {

overlay::WidgetPlaces widget_places() {
    constexpr double kFrame_s = 0.016;
    const overlay::Screen screen(1280, 720);
    overlay::Overlay overlay(screen.window(), screen.renderer(), "");
    overlay::SyntheticModel model;
    model.fault_in_question = overlay::Fault::kKill;
    overlay::OverlayVisibility visibility{.menu = true};
    // Panels know their height from their last frame.
    for (int frame = 0; frame < 2; ++frame) static_cast<void>(overlay.draw(model.view(), visibility, kFrame_s));
    return overlay.places();
}

overlay::WidgetPlaces measure_card_places() {
    const overlay::Screen screen(1280, 720);
    overlay::Overlay overlay(screen.window(), screen.renderer(), "");
    const overlay::SyntheticModel game;
    const overlay::MeasureCard card;
    overlay::MeasureModel measure;
    measure.stage = overlay::MeasureStage::kCard;
    measure.card = &card;
    overlay::OverlayModel model = game.view();
    model.measure = &measure;
    overlay::OverlayVisibility visibility;
    for (int frame = 0; frame < 2; ++frame) static_cast<void>(overlay.draw(model, visibility, 0.016));
    return overlay.places();
}

}  // namespace outrider::e2e
