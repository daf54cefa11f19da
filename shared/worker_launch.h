// How the game starts a worker and what the worker finds: the other half of the contract.
#pragma once

namespace outrider {

/// The descriptors that a worker inherits, beside 0, 1 (nothing) and 2 (standard error: the game's log, or its own).
inline constexpr int kWorldDescriptor = 3;
inline constexpr int kBoardDescriptor = 4;
inline constexpr int kResultsDescriptor = 5;
/// Every descriptor from here on is closed in a worker.
inline constexpr int kFirstClosedDescriptor = 6;

/// Positions on a worker's command line; all but the name are decimal numbers.
enum LaunchArgument : int {
    kArgName = 0,  ///< "outrider-path-3"
    kArgProtocol,
    kArgSeat,
    kArgLife,
    kArgGeneration,
    kArgGamePid,
    kArgPolicy,
    kArgRecycle,  ///< leave after this many jobs; 0: never
    kLaunchArguments
};

}  // namespace outrider
