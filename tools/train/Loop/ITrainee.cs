namespace VaeCodec.Train.Loop;

/// <summary>What a <see cref="TrainingLoop"/> trains: a network with its optimiser, its running mean and its pictures. What a step does is
/// a function of the state and the step's index alone, so that the state is all that a resumed run needs.</summary>
internal interface ITrainee : IDisposable
{
    /// <summary>Everything that steps change.</summary>
    IEnumerable<StateEntry> State { get; }

    /// <summary>What a state must agree in with the run that goes on from it, and why it is refused otherwise: the network's spec, the
    /// seed.</summary>
    IReadOnlyDictionary<string, string> Identity { get; }

    /// <summary>Whole numbers that steps change, by their names in the state file.</summary>
    IReadOnlyDictionary<string, long> Counters { get; set; }

    /// <summary>What a bar shows of the run.</summary>
    string Summary { get; }

    /// <summary>Called before the first step of a call.</summary>
    /// <param name="step">Its index.</param>
    void Begin(long step);

    /// <summary>Takes a step.</summary>
    void Take(LoopStep step);

    /// <summary>Called after the last step of a call.</summary>
    void End();

    /// <summary>A line of the log, to be written as JSON.</summary>
    object Line(LoopLine line);

    /// <summary>Called after the state was saved: what else is to be kept up to date, such as averaged weights.</summary>
    /// <param name="step">Steps taken.</param>
    /// <param name="seconds">That they took.</param>
    void Saved(long step, double seconds);
}
