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

    /// <summary>Trains for nine tenths of this, saves, and has the rest for the held-out evaluation; the schedule stays the config's.
    /// Null: to the schedule's end.</summary>
    public double? Minutes { get; init; }

    /// <summary>Evaluates this weight file on what the config holds out, and trains nothing; the curves go into a file beside it.</summary>
    public string? Evaluate { get; init; }

    /// <summary>Draws the run's log, as far as it goes, into this SVG file, and trains nothing.</summary>
    public string? Plot { get; init; }
}
