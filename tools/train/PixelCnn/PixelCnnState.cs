using System.Globalization;
using TorchSharp;
using VaeCodec.Networks.Layers;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.PixelCnn;

/// <summary>Saves and restores a run of the pixel network: single-precision safetensors, exact. Batches are functions of the seed and the
/// step.</summary>
internal static class PixelCnnState
{
    /// <summary>Writes the state beside the one before.</summary>
    public static void Save(string folder, PixelCnnLearner learner, long step, double seconds, ulong seed)
        => SingleTensorFile.Write(Path.Combine(folder, TrainingState.FileName), Path.Combine(folder, TrainingState.PreviousName),
            [.. Tensors(learner).Select(t => (t.Name, Shape(t.Tensor), t.Tensor.Values()))], new Dictionary<string, string>
            {
                ["spec"] = learner.Network.Spec.ToJson(),
                ["seed"] = seed.ToString(CultureInfo.InvariantCulture),
                ["step"] = step.ToString(CultureInfo.InvariantCulture),
                ["optimiser_steps"] = learner.Optimiser.Steps.ToString(CultureInfo.InvariantCulture),
                ["seconds"] = seconds.ToString("R", CultureInfo.InvariantCulture),
            });

    /// <summary>Restores a run into a learner of the same spec.</summary>
    /// <returns>Steps taken, and the seconds that they took.</returns>
    /// <exception cref="InvalidDataException">The state is of another network or seed.</exception>
    public static (long Step, double Seconds) Load(string folder, PixelCnnLearner learner, ulong seed)
    {
        string path = Path.Combine(folder, TrainingState.FileName);
        SafeTensors file = SafeTensors.Parse(File.ReadAllBytes(path));
        if (Text("spec") != learner.Network.Spec.ToJson() || Text("seed") != seed.ToString(CultureInfo.InvariantCulture))
            throw new InvalidDataException($"'{path}' is of another network or seed than the config");
        using (torch.no_grad())
        {
            foreach ((string name, torch.Tensor tensor) in Tensors(learner))
            {
                using DisposeScope scope = torch.NewDisposeScope();
                tensor.copy_(TensorValues.Tensor(file.Read(name, Shape(tensor)), tensor.shape));
            }
        }

        learner.Optimiser.Steps = (long)Number("optimiser_steps");
        return ((long)Number("step"), Number("seconds"));

        string Text(string key) => file.Metadata.TryGetValue(key, out string? text) ? text : throw Missing(key);

        double Number(string key)
            => double.TryParse(Text(key), CultureInfo.InvariantCulture, out double value) ? value : throw Missing(key);

        InvalidDataException Missing(string key) => new($"'{path}' is no training state: its '{key}' is missing or no number");
    }

    private static IEnumerable<(string Name, torch.Tensor Tensor)> Tensors(PixelCnnLearner learner)
        => learner.Network.named_parameters().Select(p => ($"weights/{p.name}", (torch.Tensor)p.parameter))
            .Concat(learner.Average.Select(p => ($"average/{p.Key}", p.Value)))
            .Concat(learner.Optimiser.State)
            .Append(("centre", learner.Network.Centre)).Append(("whiten", learner.Network.Whiten));

    private static int[] Shape(torch.Tensor tensor) => Array.ConvertAll(tensor.shape, s => (int)s);
}
