using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using VaeCodec.Networks.Vlae;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Training;
using VaeCodec.Train.Vlae;

namespace VaeCodec.Train.Tests.Vlae;

/// <summary>The trainer of image models against what its predecessor in PyTorch computed from the same numbers in double precision
/// (Goldens/vlae.json): every kind of model that there was.</summary>
public sealed class VlaeGoldenTests
{
    // Adam's step is as large for a gradient of next to nothing, of which single precision keeps few digits, as for any other.
    private const double StepTolerance = 1e-3;

    // What single precision leaves of gradients that are zero: those of a bias before batch normalisation.
    private const double Nothing = 1e-6;

    private const int Count = 5, Side = 8;
    private const double Price = 0.6;
    private static readonly JsonElement s_golden = Golden.Read("vlae.json");
    private static readonly long[] s_at = [0, 3, 7, 8, 21, 36, 55, 63];

    public static TheoryData<string> Models => [.. s_golden.GetProperty("models").EnumerateObject().Select(m => m.Name)];

    public static TheoryData<string> Released
        => [.. s_golden.GetProperty("models").EnumerateObject().Where(m => m.Value.TryGetProperty("folded", out _)).Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void CostsAndGradients(string name)
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        var model = new Model(name);
        using VlaeNetwork net = model.Create();
        (VlaeCost cost, torch.Tensor loss) = model.Cost(net, Price);
        (loss / 100).backward();
        JsonElement golden = model.Golden.GetProperty("cost");
        Golden.AssertNear(golden.GetProperty("loss").GetDouble(), loss.Value(), "loss");
        AssertCost(golden, cost);
        Golden.AssertNorms(golden.GetProperty("gradients"),
            net.named_parameters().Select(p => (p.name, p.parameter.grad ?? torch.zeros(1))), absolute: Nothing);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void SixSteps(string name)
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        var model = new Model(name);
        using var pictures = new VlaePictures(torch.zeros(70, 1, Side, Side, torch.ScalarType.Byte));
        using var run = new VlaeRun(model.Config, pictures);
        Model.Fill(run.Network);
        run.Learner.ResetAverage();
        var schedule = new Schedule(null, 6, 3, 0.998, 0.003);
        var losses = new List<float>();
        for (int step = 0; step < 6; step++)
        {
            double fraction = step / 6.0;
            (_, torch.Tensor loss) = model.Cost(run.Network, model.Objective.Price(fraction));
            Assert.True(run.Learn(loss, 4e-3 * schedule.Share(step, fraction), schedule.EmaDecay(step + 1)));
            losses.Add(loss.Value());
        }

        JsonElement golden = model.Golden.GetProperty("steps");
        string[] without = [.. model.Golden.GetProperty("without_effect").EnumerateArray().Select(n => n.GetString()!)];
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("losses")), [.. losses], "losses");
        Golden.AssertNorms(golden.GetProperty("parameters"), Named(run.Network).Where(p => !without.Contains(p.Name)), StepTolerance);
        Golden.AssertNorms(golden.GetProperty("average"), run.Learner.Average.Where(p => !without.Contains(p.Name)), StepTolerance);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void TheStart(string name)
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        var model = new Model(name);
        using VlaeNetwork net = model.Create();
        VlaeStart.Apply(net, Math.Sqrt(6));
        Golden.AssertNorms(model.Golden.GetProperty("start"), Named(net));
    }

    [Theory]
    [MemberData(nameof(Released))]
    public void WhatTheCodecCodes(string name)
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        var model = new Model(name);
        using VlaeNetwork net = model.Create();
        model.Cost(net, Price); // gives batch normalisation its statistics
        net.eval();
        using IDisposable guard = torch.no_grad();
        foreach ((string tensor, _, float[] values) in VlaeFile.Fold(net))
        {
            Golden.AssertNear(model.Golden.GetProperty("folded").GetProperty(tensor).GetDouble(),
                Math.Sqrt(values.Sum(v => (double)v * v)), tensor);
        }

        AssertCost(model.Golden.GetProperty("coded"), VlaeCost.Of(net, model.Pictures, torch.arange(Side * Side), Noise(), coded: true));
        if (model.Golden.TryGetProperty("importance", out JsonElement weights))
        {
            Golden.AssertNear(Golden.Numbers(weights),
                ImportanceSampling.Log2Weights(net, model.Pictures.narrow(0, 0, 1), weights.GetArrayLength(), Noise()).Values(), "weights");
        }
    }

    private static void AssertCost(JsonElement golden, VlaeCost cost)
    {
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("pixels")), cost.Pixels.sum([1L]).Values(), "pixels");
        Golden.AssertNear([.. golden.GetProperty("kl").EnumerateArray().SelectMany(Golden.Numbers)], cost.Latents.Values(), "latents",
            absolute: 1e-3);
    }

    private static IEnumerable<(string Name, torch.Tensor Tensor)> Named(VlaeNetwork net)
        => net.named_parameters().Select(p => (p.name, (torch.Tensor)p.parameter));

    private static Func<torch.Tensor, torch.Tensor> Noise()
    {
        int count = 0;
        return like => Hashed.Tensor($"noise {count++}", 0.5, like.shape) + 0.5;
    }

    private sealed class Model
    {
        public Model(string name)
        {
            Golden = s_golden.GetProperty("models").GetProperty(name);
            VlaeSpec spec = JsonSerializer.Deserialize<VlaeSpec>(Golden.GetProperty("spec").GetRawText())!;
            Config = new()
            {
                Model = VlaeConfig.ModelName,
                Data = "none",
                Out = "none",
                Spec = spec,
                Steps = 6,
                Precision = Precision.Fp32,
                Normalisation = Golden.GetProperty("norm").GetString() ?? "none",
                Stack = Golden.GetProperty("stack") is { ValueKind: JsonValueKind.Array } stack
                    ? [.. stack.EnumerateArray().Select(d => d.GetInt32())] : null,
                Betas = Doubles("betas"),
                FreeBits = Doubles("free_bits"),
            };
            torch.Tensor values = ((Hashed.Tensor("picture", 1, Count, 1, Side, Side) * 0.5 + 0.5) * 255.0).round();
            Pictures = spec.Pixels.IsBinary ? (values > 127.5).@float() * 255.0 : values;
        }

        public JsonElement Golden { get; }

        public VlaeConfig Config { get; }

        public VlaeObjective Objective => Config.Objective;

        public torch.Tensor Pictures { get; }

        public static void Fill(VlaeNetwork net)
        {
            using IDisposable guard = torch.no_grad();
            foreach ((string name, Parameter parameter) in net.named_parameters())
            {
                bool scale = name.EndsWith(".gain", StringComparison.Ordinal) || name.EndsWith(".batch.weight", StringComparison.Ordinal);
                double wide = scale ? 0.3 : name == "pixels.x.weight" || parameter.dim() == 1 ? 0.4
                    : 2.5 / Math.Sqrt(parameter.shape[1..].Aggregate(1L, (a, b) => a * b));
                if (parameter.NumberOfElements > 0)
                    parameter.copy_(Hashed.Tensor(name, wide, parameter.shape) + (scale ? 1 : 0));
            }

            // Wide logistics near the middle: of the tails of narrow ones single precision keeps few digits.
            if (!net.Spec.Pixels.IsBinary)
            {
                int components = net.Spec.Pixels.Components;
                net.Pixels.Out.bias!.narrow(0, 2 * components, components).add_(5.0);
                net.Pixels.Out.weight.mul_(0.1);
            }
        }

        public VlaeNetwork Create()
        {
            VlaeNetwork net = Config.CreateNetwork();
            Fill(net);
            return net;
        }

        public (VlaeCost Cost, torch.Tensor Loss) Cost(VlaeNetwork net, double price)
        {
            var cost = VlaeCost.Of(net, Pictures, torch.tensor(s_at), Noise());
            torch.Tensor share = TensorValues.Tensor([.. s_at.Select(i => 0.3f + 0.7f * (i % 5) / 5)], s_at.Length);
            return (cost, Objective.Of(cost, share, price).Loss);
        }

        private double[] Doubles(string name) => [.. Golden.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
    }
}
