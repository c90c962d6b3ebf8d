using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TorchSharp;
using VaeCodec.Networks.Layers;
using VaeCodec.Train.Loop;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Window;

/// <summary>What came of a run of the window study.</summary>
/// <param name="Window">Side of the causal window.</param>
/// <param name="Steps">Taken.</param>
/// <param name="Crops">Seen.</param>
/// <param name="Tiles">Held-out crops that were measured.</param>
/// <param name="Minutes">Of training, of the config's clock.</param>
/// <param name="Parameters">Of the network.</param>
/// <param name="HeldOut">Bits per pixel by what the latents cost.</param>
internal sealed record WindowResult(
    [property: JsonPropertyName("window")] int Window,
    [property: JsonPropertyName("steps")] long Steps,
    [property: JsonPropertyName("crops")] long Crops,
    [property: JsonPropertyName("tiles")] int Tiles,
    [property: JsonPropertyName("minutes")] double Minutes,
    [property: JsonPropertyName("parameters")] long Parameters,
    [property: JsonPropertyName("heldout")] IReadOnlyList<WindowRow> HeldOut);

/// <summary>A run of the window study.</summary>
internal sealed class WindowTrainer : IDisposable
{
    /// <summary>The averaged weights, which are for <see cref="WindowReport"/> alone.</summary>
    public const string WeightsName = "window.safetensors";

    private const string WindowKey = "window", Centre = "centre", Whiten = "whiten";
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };
    private readonly WindowConfig _config;
    private readonly WindowPictures _pictures;
    private readonly WindowRun _run;

    /// <summary>Prepares a run: fresh, or from the state in a folder.</summary>
    /// <param name="config">Checked.</param>
    /// <param name="pictures">To train on and held out.</param>
    /// <param name="resumeFolder">A run's <c>out</c> folder, or null.</param>
    public WindowTrainer(WindowConfig config, WindowPictures pictures, string? resumeFolder = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(pictures);
        NativeTorch.Require("cpu");
        torch.set_num_threads(config.Threads);
        (_config, _pictures) = (config, pictures);
        _run = new(config, pictures.Training);
        Loop = new(config.Loop, _run, resumeFolder);
    }

    /// <summary>The run's steps.</summary>
    public TrainingLoop Loop { get; }

    /// <summary>Writes the averaged weights and what they make of the held-out pictures.</summary>
    public WindowResult Finish(CancellationToken cancellationToken = default)
    {
        using var net = new WindowVae(_config.Window);
        _run.Learner.CopyAverage(net);
        using (torch.no_grad())
        {
            net.Pixels.Centre.copy_(_run.Network.Pixels.Centre);
            net.Pixels.Whiten.copy_(_run.Network.Pixels.Whiten);
        }

        SingleTensorFile.Write(Path.Combine(_config.Out, WeightsName), null,
            [.. Tensors(net).Select(t => (t.Name, Array.ConvertAll(t.Tensor.shape, s => (int)s), t.Tensor.Values()))],
            new Dictionary<string, string> { [WindowKey] = _config.Window.ToString(CultureInfo.InvariantCulture) });
        var result = new WindowResult(_config.Window, Loop.Step, Loop.Step * _config.Batch, _pictures.HeldOut.TilePlaces().Count,
            Math.Round(Loop.Seconds / 60, 2), net.parameters().Sum(p => p.NumberOfElements),
            WindowRow.Measure(net, _pictures.HeldOut, cancellationToken));
        WholeFile.Replace(Path.Combine(_config.Out, RunResults.HeldOutName), JsonSerializer.SerializeToUtf8Bytes(result, s_indented));
        return result;
    }

    /// <summary>The network that a run has left.</summary>
    /// <param name="folder">Of the run.</param>
    public static WindowVae Load(string folder)
    {
        SafeTensors file = SafeTensors.Parse(File.ReadAllBytes(Path.Combine(folder, WeightsName)));
        var net = new WindowVae(int.Parse(file.Metadata[WindowKey], CultureInfo.InvariantCulture));
        foreach ((string name, torch.Tensor tensor) in Tensors(net))
        {
            StateEntry entry = StateEntry.Of(name, tensor);
            entry.Write(file.Read(name, entry.Shape));
        }

        return net;
    }

    /// <summary>What a run has measured.</summary>
    /// <param name="folder">Of the run.</param>
    public static WindowResult Result(string folder)
        => JsonSerializer.Deserialize<WindowResult>(File.ReadAllBytes(Path.Combine(folder, RunResults.HeldOutName)))!;

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();

    private static IEnumerable<(string Name, torch.Tensor Tensor)> Tensors(WindowVae net)
        => net.named_parameters().Select(p => (p.name, (torch.Tensor)p.parameter)).Append((Centre, net.Pixels.Centre))
            .Append((Whiten, net.Pixels.Whiten));
}
