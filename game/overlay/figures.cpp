#include "game/overlay/figures.h"

#include <array>

namespace outrider::overlay {
namespace {

/// By Figure.
constexpr std::array<FigureWords, kFigureCount> kWords = {{
    // Frame
    {Panel::kFrame, "Work of the last frame: from its start to before it is presented.",
     "The frame thread's clock, read at each phase."},
    {Panel::kFrame, "99 of 100 of the last 600 frames took no longer than this.",
     "An order statistic of their work; said from 500 frames on."},
    {Panel::kFrame, "On time: p99 is within 16.7 ms. Late: it is not. Over budget: half of the frames are not.",
     "Of the work of the last 600 frames."},
    {Panel::kFrame, "Each column: the slowest frame of 36 ms, its phases one upon the other. Never an average.",
     "Triangles: mode, number of workers, deaths, waves. Lines: what 60 and 120 Hz allow."},
    {Panel::kFrame, "Half, 95 and 99 of 100 of the last 600 frames took no longer; and the longest.",
     "Order statistics of the work; a p99 is said from 500 frames on."},
    {Panel::kFrame, "Frames a second of the slowest hundredth (thousandth): 1000 / their mean interval in ms.",
     "Of the frames since mode, workers or load changed, 7,200 at most; 500 (5,000) are needed."},
    {Panel::kFrame, "What a phase takes: the median of the last 600 frames, in ms. Work is all but present.",
     "The frame thread's clock at the phases' borders; draw and overlay end with a flush."},
    // Queues
    {Panel::kQueues, "Requests without an answer: waiting, on the board, or in a worker.",
     "Counted in the game's ledger, entry by entry."},
    {Panel::kQueues, "How long the oldest request without an answer has been under way.",
     "From its stamp `wanted` until now, in the ledger."},
    {Panel::kQueues, "Each column: the most requests in flight within 36 ms, and answers that wait in result rings.",
     "The ledger; the rings' counters as of the last poll."},
    {Panel::kQueues,
     "Waiting: in the ledger, because the board is full. On the board: nobody has it. Then: in a worker.",
     "The ledger and the board's claim words, by lane of urgency."},
    {Panel::kQueues, "How long the lane's oldest request without an answer has been under way.",
     "From its stamp `wanted` until now, in the ledger."},
    {Panel::kQueues, "Answers by how they ended, since the start. Each request gets exactly one.",
     "Counted as the game takes them."},
    {Panel::kQueues, "Ended before an answer: the unit wants something else, its deadline passed, or nobody could.",
     "Counted in the ledger."},
    {Panel::kQueues, "Of the cancelled: the unit asked for something newer.",
     "Counted as the newer request takes the place of the older."},
    {Panel::kQueues, "Back-pressure: requests that found the board full, and waited in the ledger. Nothing is dropped.",
     "Counted as they are submitted."},
    {Panel::kQueues,
     "Late: answers to what had ended. Reissued: jobs of the dead. Rejected: failed a check. Quarantine: killed two.",
     "Counted by the game; nothing here is a worker's word."},
    {Panel::kQueues, "Every request is answered or in flight, at every instant.",
     "Compared in every frame; in flight is counted, not derived."},
    // Workers
    {Panel::kWorkers, "Answers a second, of all who search.",
     "Counted by the game as it takes them, over the last second."},
    {Panel::kWorkers, "From the wish to the answer in the unit's hand: half, and 99 of 100, took no longer.",
     "The game's stamps `wanted` and `applied`, of the latest answers."},
    {Panel::kWorkers, "How busy the core was in the last quarter second, with everything that runs on it.",
     "/proc/stat; beside it who was last seen on the core."},
    {Panel::kWorkers, "The seat's last ten seconds: high is busy, low is idle, dark is nobody, x is a death.",
     "Its CPU clock over wall time, per column of 36 ms."},
    {Panel::kWorkers, "The share of the last quarter second in which the worker had a core.",
     "Its CPU clock over wall time."},
    {Panel::kWorkers, "The worker who sits here now.", "Supervisor, /proc, and the worker's own counters."},
    // Latency
    {Panel::kLatency, "From the wish to the applied answer: half, and 99 of 100, took no longer.",
     "The game's stamps, of the latest answers that were found."},
    {Panel::kLatency, "The steps of the way, one after the other: half (99 of 100) of each took no longer.",
     "Percentiles of steps do not add up to those of the whole way."},
    {Panel::kLatency, "How long each step took; half, and 99 of 100, no longer.",
     "Wanted, submitted, claimed, searched, published, applied: a stamp of one clock at each."},
    {Panel::kLatency, "The same in frames: how many polls lay between wish and answer.",
     "Counted by the game, frame by frame."},
    {Panel::kLatency, "How many of the latest answers took so long. The axis doubles from bar to bar.",
     "The whole way, wanted to applied."},
    // Compare
    {Panel::kCompare, "What was run when A was kept, and over how many frames.",
     "The latest 1,800 frames of that configuration at most; its first second is left out."},
    {Panel::kCompare, "What runs now, and over how many frames.",
     "Since mode, workers, priority, chunk, units or load changed; the first second is left out."},
    {Panel::kCompare, "B less A: one window of each, without an interval of confidence.",
     "`outrider measure` repeats the runs, and gives one."},
    // Own cost
    {Panel::kOwnCost, "Building: reading the figures and laying out what is drawn of them.",
     "Clocked in every frame; half, and 99 of 100, of the last 600 took no longer."},
    {Panel::kOwnCost, "Rasterising: drawing panels into their pictures, and all to the screen.",
     "Clocked to the end of the renderer's flush, in every frame; of the last 600."},
    {Panel::kOwnCost, "Telemetry: gathering the statistics that are shown and recorded.",
     "Clocked in every frame; of the last 600."},
    {Panel::kOwnCost,
     "Each column: the frame of 36 ms in which the overlay cost most; building below, rasterising above.",
     "The overlay's own clock."},
    // Break it
    {Panel::kFaults, "Workers killed for being hung: their CPU allowance used up, stopped, or asleep with a job.",
     "Counted by the supervisor."},
    {Panel::kFaults, "Lines that workers wanted to log and that were dropped, since too many came.",
     "Counted where they are read."},
}};

}  // namespace

const FigureWords& words_of(Figure figure) noexcept { return kWords[static_cast<std::size_t>(figure)]; }

}  // namespace outrider::overlay
