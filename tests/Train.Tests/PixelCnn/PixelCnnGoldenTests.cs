using System.Text.Json;
using TorchSharp;
using VaeCodec.Networks.Layers;
using VaeCodec.Networks.PixelCnn;
using VaeCodec.Tests.Shared;
using VaeCodec.Train.Data;
using VaeCodec.Train.PixelCnn;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Tests.PixelCnn;

/// <summary>The trainer of the pixel network against what its predecessor in PyTorch computed from the same numbers
/// (Goldens/pixelcnn.json).</summary>
public sealed class PixelCnnGoldenTests
{
    // Adam's step is as large for a gradient of next to nothing, of which single precision keeps few digits, as for any other.
    private const double StepTolerance = 1e-3;

    private const int Samples = 40;
    private static readonly JsonElement s_golden = Golden.Read("pixelcnn.json");
    private static readonly PixelCnnSpec s_spec = PixelCnnSpec.Parse(s_golden.GetProperty("spec").GetRawText());

    [Fact]
    public void CostsAndGradients()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using PixelCnnNetwork net = Hashed(new(s_spec));
        torch.Tensor bits = net.Bits(Batch(Samples)), loss = bits.sum([1L]).mean();
        loss.backward();
        JsonElement golden = s_golden.GetProperty("cost");
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("each")), bits.Values(), "bits");
        Golden.AssertNear(golden.GetProperty("loss").GetDouble(), loss.Value(), "loss");
        Golden.AssertNorms(golden.GetProperty("gradients"), net.named_parameters().Select(p => (p.name, p.parameter.grad!)));
    }

    [Fact]
    public void TheStart()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using PixelCnnNetwork net = Hashed(new(s_spec));
        PixelCnnStart.Apply(net, Batch(400));
        JsonElement golden = s_golden.GetProperty("start");
        Golden.AssertNorms(golden.GetProperty("parameters"), Named(net));
        Dictionary<string, float[]> folded = PixelCnnFolding.Fold(net, Named(net).ToDictionary(p => p.Name, p => p.Tensor))
            .ToDictionary(t => t.Name, t => t.Values);
        // Not the directions of the eigenvectors, which are the library's: what they come to.
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("linear")), folded["linear.weight"][..(3 * s_spec.Inputs)], "linear", 1e-3);
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("bias")), folded["linear.bias"][..3], "bias", 1e-3);
        for (int c = 0; c < 3; c++)
            Golden.AssertNear(Golden.Numbers(golden.GetProperty("out")[c]), net.Out[c].weight.Values(), $"out.{c}", 1e-3);
    }

    [Fact]
    public void WeightsForPlainWindows()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using PixelCnnNetwork net = Hashed(new(s_spec));
        foreach ((string name, _, float[] values) in PixelCnnFolding.Fold(net, Named(net).ToDictionary(p => p.Name, p => p.Tensor)))
        {
            Golden.AssertNear(s_golden.GetProperty("folded").GetProperty(name).GetDouble(),
                Math.Sqrt(values.Sum(v => (double)v * v)), name);
        }
    }

    [Fact]
    public void AWiderNetworkBeginsAsTheNarrowerOne()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new ScratchFolder();
        using PixelCnnNetwork net = Hashed(new(s_spec)),
            wide = Hashed(new(PixelCnnSpec.Parse(s_golden.GetProperty("wider").GetRawText())), "wide ");
        SingleTensorFile.Write(folder["narrow"], null, PixelCnnFolding.Fold(net, Named(net).ToDictionary(p => p.Name, p => p.Tensor)),
            new Dictionary<string, string> { ["spec"] = s_spec.ToJson() });
        SafeTensors file = SafeTensors.Parse(File.ReadAllBytes(folder["narrow"]));
        PixelCnnFolding.Load(wide, file, s_spec);
        JsonElement golden = s_golden.GetProperty("grown");
        Golden.AssertNorms(golden.GetProperty("parameters"), Named(wide));
        float before = net.Bits(Batch(Samples)).sum([1L]).mean().Value(), after = wide.Bits(Batch(Samples)).sum([1L]).mean().Value();
        Golden.AssertNear(golden.GetProperty("loss").GetDouble(), after, "loss");
        Golden.AssertNear(before, after, "loss");
        Assert.Throws<InvalidDataException>(() => PixelCnnFolding.Load(net, file, wide.Spec));
    }

    [Fact]
    public void SixSteps()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using var run = new PixelCnnRun(new()
        {
            Model = PixelCnnConfig.ModelName,
            Data = "none",
            Flagship = "none",
            Out = "none",
            Spec = s_spec,
            Steps = 6,
            Precision = Precision.Fp32,
        }, new(s_spec, []), (_, _) => { });
        Hashed(run.Network);
        run.Learner.ResetAverage();
        JsonElement golden = s_golden.GetProperty("steps");
        float[] losses = [.. Enumerable.Range(0, 6).Select(step => run.Learn(Batch(Samples),
            0.01 * Math.Min(1, (step + 1) / 3.0), Math.Min(0.998, (2.0 + step) / (11 + step)))!.Value)];
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("losses")), losses, "losses");
        Golden.AssertNorms(golden.GetProperty("parameters"), Named(run.Network), StepTolerance);
        Golden.AssertNorms(golden.GetProperty("average"), run.Learner.Average, StepTolerance);
    }

    [Fact]
    public void Patches()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        byte[] gray = [.. Bytes("gray", 64 * 64 * 3).Chunk(3).SelectMany(p => Enumerable.Repeat(p[0], 3))];
        var patches = new PixelPatches(s_spec, [new(64, 64, Bytes("x", 64 * 64 * 3), Bytes("y", 64 * 64 * 3), 0.25f, 0),
            new(64, 64, gray, gray, 1, 0)]);
        PixelBatch batch = patches.At([(0, 0, 0), (1, 20, 9), (0, 56, 56)]);
        JsonElement golden = s_golden.GetProperty("patches");
        torch.Tensor ramp = TensorValues.Tensor([.. Enumerable.Range(1, s_spec.Inputs).Select(i => (float)i)], 1, s_spec.Inputs);
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("window")), batch.Window.sum([1L]).Values(), "window", absolute: 1e-3);
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("weighted")), (batch.Window * ramp).sum([1L]).Values(), "window in order",
            absolute: 1e-2);
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("rate")), [.. batch.Rate.Values().Where((_, i) => i % 64 == 0)], "rate");
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("value")), batch.Value.reshape(3, -1).sum([1L]).Values(), "value");
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("count")), batch.Count.reshape(3, -1).sum([1L]).Values(), "count");
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("weights")), Array.ConvertAll(patches.Weights, w => (float)w), "weights");
    }

    [Fact]
    public void ReducedPictures()
    {
        var photo = new Photo("big", 50, 37, Bytes("big", 50 * 37 * 3));
        JsonElement golden = s_golden.GetProperty("reduced");
        foreach ((ResamplingFilter filter, JsonElement expected) in ResamplingFilter.All.Zip(golden.EnumerateArray()))
        {
            byte[] actual = Resampling.Resize(photo, 23, 17, filter).Rgb;
            int[] levels = [.. expected.EnumerateArray().Select(v => v.GetInt32())];
            Assert.Equal(levels.Length, actual.Length);
            Assert.All(levels.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - 1, pair.First + 1));
            Assert.InRange(levels.Zip(actual).Count(pair => pair.First != pair.Second), 0, levels.Length / 50);
        }
    }

    private static PixelCnnNetwork Hashed(PixelCnnNetwork net, string tag = "")
    {
        using IDisposable guard = torch.no_grad();
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in net.named_parameters())
        {
            parameter.copy_(Tensor(tag + name, 0.4, parameter.shape));
            if (name.StartsWith("out.", StringComparison.Ordinal) && name.EndsWith(".bias", StringComparison.Ordinal))
                parameter.narrow(0, 2 * net.Spec.Components, net.Spec.Components).add_(4.5);
        }

        net.Centre.copy_(Tensor(tag + "centre", 0.5, net.Spec.Inputs));
        net.Whiten.copy_(torch.eye(net.Spec.Inputs) * 0.7 + Tensor(tag + "whiten", 0.05, net.Spec.Inputs, net.Spec.Inputs));
        return net;
    }

    private static PixelBatch Batch(int count)
    {
        torch.Tensor value = ((Tensor("value", 1, count, 3) * 0.5 + 0.5) * 255.0).round();
        value.select(0, 0).fill_(0);
        value.select(0, 1).fill_(255);
        torch.Tensor window = ((value - 128.0) * (1 / 32.0)).repeat(1, 17).narrow(1, 0, s_spec.Inputs) * 0.8
            + Tensor("window", 0.3, count, s_spec.Inputs);
        torch.Tensor counts = torch.ones(count, 3);
        counts.narrow(0, 5, 4).narrow(1, 1, 2).fill_(0);
        return new(window, Tensor("rate", 2, count), value, counts);
    }

    private static byte[] Bytes(string name, int count)
        => Array.ConvertAll(Support.Hashed.Values(name, count, 1), v => (byte)Math.Clamp(MathF.Round((v * 0.5f + 0.5f) * 255), 0, 255));

    private static torch.Tensor Tensor(string name, double scale, params long[] shape) => Support.Hashed.Tensor(name, scale, shape);

    private static IEnumerable<(string Name, torch.Tensor Tensor)> Named(PixelCnnNetwork net)
        => net.named_parameters().Select(p => (p.name, (torch.Tensor)p.parameter));
}
