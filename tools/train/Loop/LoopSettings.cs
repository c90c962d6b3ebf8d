using VaeCodec.Train.Training;

namespace VaeCodec.Train.Loop;

/// <summary>What the loop has to know of a run.</summary>
/// <param name="Folder">Where state and log go.</param>
/// <param name="Schedule">Of the learning rate.</param>
/// <param name="Clock">What the schedule's minutes are of.</param>
/// <param name="LogEverySteps">Steps between lines of the log.</param>
/// <param name="SaveEveryMinutes">Minutes between saved states.</param>
internal sealed record LoopSettings(string Folder, Schedule Schedule, string Clock, int LogEverySteps, double SaveEveryMinutes);
