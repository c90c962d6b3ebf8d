using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using VaeCodec.Train.Data;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Window;

namespace VaeCodec.Train.Tests.Window;

/// <summary>The window study against what its predecessor in PyTorch computed from the same numbers in double precision
/// (Goldens/window.json).</summary>
public sealed class WindowGoldenTests
{
    private const int Side = 16, Border = 3;
    private static readonly JsonElement s_golden = Golden.Read("window.json");

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public void CostsAndGradients(int window)
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using WindowVae net = Filled(window);
        torch.Tensor price = TensorValues.Tensor([0, -1.5f, 0.5f], 3);
        int count = 0;
        (torch.Tensor colours, torch.Tensor latents) = net.Cost(Known(3), Border, price, torch.tensor((long[])[0, 0, 3, 9, 15]),
            torch.tensor((long[])[0, 7, 15, 4, 15]), like => Hashed.Tensor($"noise {count++}", 0.5, like.shape) + 0.5);
        torch.Tensor loss = (colours.sum([1L]) + (price * 2.0).exp2() * latents).mean();
        loss.backward();
        JsonElement golden = s_golden.GetProperty($"cost-{window}");
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("colours")), colours.Values(), "colours");
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("latents")), latents.Values(), "latents");
        Golden.AssertNear(golden.GetProperty("loss").GetDouble(), loss.Value(), "loss");
        Golden.AssertNorms(golden.GetProperty("gradients"), net.named_parameters().Select(p => (p.name, p.parameter.grad!)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public void WhatLatentsDecodeTo(int window)
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using WindowVae net = Filled(window);
        torch.Tensor z = Hashed.Tensor("z", 2, 1, WindowVae.Latents, 3, 4), price = torch.zeros(1);
        byte[] means = WindowSample.Decode(net, z, price, sample: false);
        int[] golden = [.. s_golden.GetProperty($"decoded-{window}").EnumerateArray().Select(v => v.GetInt32())];
        Assert.Equal(golden.Length, means.Length);
        // A mean that lies between two levels may fall to either.
        Assert.All(golden.Zip(means), p => Assert.InRange(p.Second, p.First - 1, p.First + 1));
        Assert.InRange(golden.Zip(means).Count(p => p.First != p.Second), 0, golden.Length / 50);
        byte[] sample = WindowSample.Decode(net, z, price, sample: true);
        Assert.True(Deviation(sample) > 2 * Deviation(means));
    }

    [Fact]
    public void TheLinearStart()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        using var net = new WindowVae(5);
        torch.Tensor known = Known(40);
        using (torch.no_grad())
        {
            torch.Tensor picture = WindowVae.Picture(known, Border);
            picture.copy_(torch.nn.functional.avg_pool2d(picture.permute(0, 3, 1, 2).contiguous(), 3, 1, 1).permute(0, 2, 3, 1));
        }

        WindowStart.Apply(net, known, Border, torch.arange(Side).repeat(4), torch.arange(64).div(4, torch.RoundingMode.floor));
        torch.Tensor forward = net.Transform.weight!.detach().flatten(1), back = net.Inverse.weight!.detach().flatten(1);
        torch.Tensor projection = back.matmul(forward);
        JsonElement golden = s_golden.GetProperty("start");
        // Eigenvectors have no sign of their own.
        Golden.AssertNear(golden.GetProperty("projection").GetDouble(), projection.norm().Value(), "projection");
        Golden.AssertNear(golden.GetProperty("trace").GetDouble(), projection.diagonal().sum().Value(), "trace");
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("forward")), [.. forward.square().sum([1L]).sqrt().Values().Order()], "rows");
        Golden.AssertNear(golden.GetProperty("offset").GetDouble(),
            (back.matmul(net.Transform.bias!.detach()) + net.Inverse.bias!.detach()).norm().Value(), "offset", 1e-3);
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("scales")),
            [.. net.Encoder.Layers[^1].Bias.detach().narrow(0, WindowVae.Latents, WindowVae.Latents).Values().Order()], "scales");
    }

    [Fact]
    public void CropsAndTiles()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        var crops = new WindowCrops([Picture("a", 35, 40), Picture("b", 33, 20)], Side, Border);
        torch.Tensor at = crops.At([(0, 3, 5), (1, 4, 17)]).flatten(1);
        torch.Tensor ramp = torch.arange(1, at.shape[1] + 1).@float();
        JsonElement golden = s_golden.GetProperty("crops");
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("sum")), at.sum([1L]).Values(), "sums", absolute: 1e-2);
        Golden.AssertNear(Golden.Numbers(golden.GetProperty("weighted")), (at * ramp).sum([1L]).Values(), "in order", absolute: 1);
        Assert.Equal(golden.GetProperty("tiles").GetInt32(), crops.TilePlaces().Count);
        Golden.AssertNear(golden.GetProperty("tiles_sum").GetDouble(), crops.At(crops.TilePlaces()).sum().Value(), "tiles", absolute: 1e-1);
    }

    [Fact]
    public void TheMostThatLatentsMayTellAtATotal()
    {
        JsonElement golden = s_golden.GetProperty("equal"), at = golden.GetProperty("at");
        WindowRow[] rows = [.. golden.GetProperty("rows").EnumerateArray().Select(r => new WindowRow(
            r.GetProperty("log2_price").GetDouble(), r.GetProperty("latents").GetDouble(), r.GetProperty("pixels").GetDouble(), []))];
        WindowRow row = WindowRow.AtTotal(rows, golden.GetProperty("total").GetDouble())!;
        Assert.Equal(at.GetProperty("log2_price").GetDouble(), row.Log2Price, 1e-6);
        Assert.Equal(at.GetProperty("latents").GetDouble(), row.Latents, 1e-6);
        Assert.Equal(at.GetProperty("pixels").GetDouble(), row.Pixels, 1e-6);
        Assert.Null(WindowRow.AtTotal(rows, 12));
    }

    private static WindowVae Filled(int window)
    {
        var net = new WindowVae(window);
        using IDisposable guard = torch.no_grad();
        foreach ((string name, Parameter parameter) in net.named_parameters())
        {
            bool last = name.StartsWith("pixels.out.", StringComparison.Ordinal);
            long inputs = name == "prior_price" ? 16 : parameter.shape[1..].Aggregate(1L, (a, b) => a * b);
            double wide = parameter.dim() == 1 ? 0.3 : 1.5 / Math.Sqrt(inputs) * (last ? 0.1 : 1);
            parameter.copy_(Hashed.Tensor(name, wide, parameter.shape));
            if (last && parameter.dim() == 1)
                parameter.narrow(0, 10, 5).add_(5.0);
        }

        long seen = net.Pixels.Spec.Inputs;
        net.Pixels.Centre.copy_(Hashed.Tensor("centre", 0.5, seen));
        net.Pixels.Whiten.copy_(torch.eye(seen) * 0.7 + Hashed.Tensor("whiten", 0.02, seen, seen));
        return net;
    }

    private static torch.Tensor Known(int count)
    {
        torch.Tensor values = ((Hashed.Tensor("known", 1, count, Side, Side, 3) * 0.5 + 0.5) * 255.0).round();
        torch.Tensor known = torch.zeros(count, Side + Border, Side + 2 * Border, 3);
        WindowVae.Picture(known, Border).copy_((values - 128.0) * (1 / 32.0));
        return known;
    }

    private static Photo Picture(string name, int width, int height) => new(name, width, height, Array.ConvertAll(
        Hashed.Values(name, width * height * 3, 1), v => (byte)Math.Clamp(MathF.Round((v * 0.5f + 0.5f) * 255), 0, 255)));

    private static double Deviation(byte[] values)
    {
        double mean = values.Average(v => (double)v);
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
