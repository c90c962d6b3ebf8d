namespace VaeCodec.Train;

/// <summary>What the command line can say about a training run.</summary>
internal sealed record TrainOptions
{
    /// <summary>The run's JSON file (<see cref="Training.TrainConfig"/>).</summary>
    public required string ConfigPath { get; init; }

    /// <summary>Goes on from the state in this folder.</summary>
    public string? ResumeFolder { get; init; }

    /// <summary>"cpu" or "cuda", in place of the config's.</summary>
    public string? Device { get; init; }

    /// <summary>Trains for this long, then saves; the schedule stays the config's. Null: to the schedule's end.</summary>
    public double? Minutes { get; init; }
}
