using System.Globalization;
using VaeCodec.Networks.Layers;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Loop;

/// <summary>Saves and restores a run: single-precision safetensors, exact. Batches and noise are functions of the seed and the step
/// (<see cref="Data.CounterRandom"/>), so that the step is also the position in the data and the state of the generators.</summary>
internal static class LoopState
{
    /// <summary>The newest state.</summary>
    public const string FileName = "state.safetensors";

    /// <summary>The one before.</summary>
    public const string PreviousName = "state.previous.safetensors";

    private const string StepKey = "step", SecondsKey = "seconds";

    /// <summary>Writes the state; the one that was there is kept beside it.</summary>
    public static void Save(string folder, ITrainee trainee, long step, double seconds)
    {
        ArgumentNullException.ThrowIfNull(trainee);
        var facts = new Dictionary<string, string>(trainee.Identity)
        {
            [StepKey] = step.ToString(CultureInfo.InvariantCulture),
            [SecondsKey] = seconds.ToString("R", CultureInfo.InvariantCulture),
        };
        foreach ((string name, long count) in trainee.Counters)
            facts[name] = count.ToString(CultureInfo.InvariantCulture);
        SingleTensorFile.Write(Path.Combine(folder, FileName), Path.Combine(folder, PreviousName),
            [.. trainee.State.Select(e => (e.Name, e.Shape, e.Read()))], facts);
    }

    /// <summary>Restores a run; from the state before the newest where a kill came between the two moves that replace it.</summary>
    /// <returns>Steps taken, and the seconds that they took.</returns>
    /// <exception cref="InvalidDataException">The state is of another network or seed, or no state.</exception>
    public static (long Step, double Seconds) Load(string folder, ITrainee trainee)
    {
        ArgumentNullException.ThrowIfNull(trainee);
        string path = Path.Combine(folder, FileName), previous = Path.Combine(folder, PreviousName);
        if (!File.Exists(path) && File.Exists(previous))
            path = previous;
        SafeTensors file = SafeTensors.Parse(File.ReadAllBytes(path));
        foreach ((string key, string value) in trainee.Identity)
        {
            if (Text(key) != value)
                throw new InvalidDataException($"'{path}' has another '{key}' than the config; it cannot go on from there");
        }

        StateEntry[] entries = [.. trainee.State];
        if (!entries.Select(e => e.Name).Order(StringComparer.Ordinal).SequenceEqual(file.Names.Order(StringComparer.Ordinal)))
            throw new InvalidDataException(
                $"'{path}' is of a run whose config differs in more than its length; it cannot go on from there");
        foreach (StateEntry entry in entries)
            entry.Write(file.Read(entry.Name, entry.Shape));
        trainee.Counters = trainee.Counters.Keys.ToDictionary(name => name, name => (long)Number(name));
        return ((long)Number(StepKey), Number(SecondsKey));

        string Text(string key) => file.Metadata.TryGetValue(key, out string? text) ? text : throw Missing(key);

        double Number(string key)
            => double.TryParse(Text(key), CultureInfo.InvariantCulture, out double value) ? value : throw Missing(key);

        InvalidDataException Missing(string key) => new($"'{path}' is no training state: its '{key}' is missing or no number");
    }
}
