using System.Globalization;
using TorchSharp;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Training;

/// <summary>Counters of a run. With the weights, moments and averages they are its whole state: batches and noise are functions of the seed
/// and the step (<see cref="Data.CounterRandom"/>), so that the step is also the position in the data and the state of the
/// generators.</summary>
internal sealed record TrainingCounters
{
    internal long Step { get; init; }

    internal long Skipped { get; init; }

    internal long Pixels { get; init; }

    internal double Seconds { get; init; }
}

/// <summary>Saves and restores a run: single-precision safetensors, exact.</summary>
internal static class TrainingState
{
    internal const string FileName = "state.safetensors";
    internal const string PreviousName = "state.previous.safetensors";
    private const string Statistics = "statistics";
    private const string Constraints = "geco";

    internal static void Save(string folder, Learner learner, TrainingCounters counters, RunningStatistics statistics, Geco? geco,
        ulong seed)
    {
        float[] values = statistics.Values, constraints = geco?.Values ?? [];
        var tensors = Tensors(learner).Select(t => (t.Name, t.Shape, t.Tensor.Values()))
            .Append((Statistics, [values.Length], values)).Append((Constraints, [constraints.Length], constraints)).ToArray();
        SingleTensorFile.Write(Path.Combine(folder, FileName), Path.Combine(folder, PreviousName), tensors, new Dictionary<string, string>
        {
            ["spec"] = learner.Parameters.Network.Spec.ToJson(),
            ["seed"] = seed.ToString(CultureInfo.InvariantCulture),
            ["optimiser_steps"] = learner.Optimiser.Steps.ToString(CultureInfo.InvariantCulture),
            ["step"] = counters.Step.ToString(CultureInfo.InvariantCulture),
            ["skipped"] = counters.Skipped.ToString(CultureInfo.InvariantCulture),
            ["pixels"] = counters.Pixels.ToString(CultureInfo.InvariantCulture),
            ["seconds"] = counters.Seconds.ToString("R", CultureInfo.InvariantCulture),
        });
    }

    /// <summary>Restores a run into a learner of the same spec.</summary>
    internal static (TrainingCounters Counters, RunningStatistics Statistics) Load(string folder, Learner learner, Geco? geco, ulong seed)
    {
        string path = Path.Combine(folder, FileName);
        SafeTensors file = SafeTensors.Parse(File.ReadAllBytes(path));
        HvaeSpec spec = learner.Parameters.Network.Spec;
        if (Text("spec") != spec.ToJson())
            throw new InvalidDataException($"'{path}' is of another network spec than the config");
        if (Text("seed") != seed.ToString(CultureInfo.InvariantCulture))
            throw new InvalidDataException($"'{path}' was trained with seed {Text("seed")}; set the config's 'seed' to it");
        using (torch.no_grad())
        {
            foreach ((string name, int[] shape, torch.Tensor tensor) in Tensors(learner))
                Restore(file, name, shape, tensor);
        }

        if (geco is not null)
            geco.Values = file.Read(Constraints, [geco.Values.Length]);
        learner.Optimiser.Steps = Integer("optimiser_steps");
        var counters = new TrainingCounters
        {
            Step = Integer("step"),
            Skipped = Integer("skipped"),
            Pixels = Integer("pixels"),
            Seconds = double.TryParse(Text("seconds"), CultureInfo.InvariantCulture, out double s) ? s : throw Missing("seconds"),
        };
        return (counters, new(file.Read(Statistics, [new RunningStatistics(spec.Layers).Values.Length])));

        string Text(string key) => file.Metadata.TryGetValue(key, out string? text) ? text : throw Missing(key);

        long Integer(string key) => long.TryParse(Text(key), CultureInfo.InvariantCulture, out long value) ? value : throw Missing(key);

        InvalidDataException Missing(string key) => new($"'{path}' is no training state: its '{key}' is missing or no number");
    }

    private static IEnumerable<(string Name, int[] Shape, torch.Tensor Tensor)> Tensors(Learner learner)
    {
        return Named("weights", learner.Parameters.Tensors).Concat(Named("average", learner.Average)).Concat(learner.Optimiser.State);

        IEnumerable<(string Name, int[] Shape, torch.Tensor Tensor)> Named(string kind, torch.Tensor[] tensors)
            => learner.Parameters.Network.Parameters.Zip(tensors, (p, tensor) => ($"{kind}/{p.Name}", p.Shape, tensor));
    }

    private static void Restore(SafeTensors file, string name, int[] shape, torch.Tensor tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        tensor.copy_(TensorValues.Tensor(file.Read(name, shape), Array.ConvertAll(shape, s => (long)s)));
    }
}
