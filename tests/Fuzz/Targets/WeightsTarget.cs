using System.Buffers.Binary;
using VaeCodec.Inference.Hvae;
using VaeCodec.Models;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;
using VaeCodec.Tests;

namespace VaeCodec.Fuzz.Targets;

/// <summary>Weight files from a user's folder: each gives a model or <see cref="InvalidDataException"/>.</summary>
internal sealed class WeightsTarget : IFuzzTarget
{
    private static readonly HvaeSpec s_smallest = RandomModel.SmallSpec with
    {
        Widths = [32, 32],
        AnalysisBlocks = [0, 0],
        Latents = [[1]],
        SynthesisBlocks = 0,
        Embedding = 1,
    };

    public string Name => "weights";

    /// <summary>Stands for the numbers, which do not matter: inputs are headers, and this is put behind each.</summary>
    private static readonly byte[] s_numbers = new byte[1 << 20];

    /// <summary>Files that lack their tensors, and one that has them; of the other kinds those that ship.</summary>
    public IEnumerable<byte[]> Seeds =>
    [
        SafeTensors.WriteHalf([("top", [1, 2], [1, 2]), ("b", [], [3])], new Dictionary<string, string> { ["spec"] = s_smallest.ToJson() }),
        SafeTensors.WriteHalf([], new Dictionary<string, string> { ["spec"] = RandomModel.SmallSpec.ToJson() }),
        Header(SafeTensors.WriteHalf([.. new HvaeNetwork(s_smallest).Parameters.Select(p =>
            (p.Name, p.Shape, new float[p.Shape.Aggregate(1, (a, b) => a * b)]))],
            new Dictionary<string, string> { ["spec"] = s_smallest.ToJson() })),
        .. Directory.GetFiles(ModelLibrary.PackageFolder, "*-mnist-*" + WeightFile.Extension).Append(
            Path.Combine(ModelLibrary.PackageFolder, "pixelcnn-7-r1" + WeightFile.Extension)).Order(StringComparer.Ordinal)
            .Select(path => Header(File.ReadAllBytes(path))),
    ];

    private static byte[] Header(byte[] file) => file[..(8 + BinaryPrimitives.ReadInt32LittleEndian(file))];

    public byte[] Repair(byte[] input)
    {
        if (input.Length > 8 && input.AsSpan(8).LastIndexOf((byte)'}') is >= 0 and var end)
            BinaryPrimitives.WriteInt64LittleEndian(input, end + 1);
        return input;
    }

    public string Run(byte[] input)
    {
        try
        {
            byte[] file = [.. input, .. s_numbers];
            ModelKind? kind = WeightFile.KindOf(new MemoryStream(file));
            if (kind is not null && kind != ModelKind.Hvae)
            {
                kind.Check(file);
                return $"a model ({kind.Name})";
            }

            HvaeWeights weights = HvaeWeights.Parse(file);
            var model = new HvaeModel(weights);
            _ = new RateCondition(model, new byte[model.Network.Layers.Count]);
            return "a model";
        }
        catch (InvalidDataException)
        {
            return "refused";
        }
        catch (Exception e)
        {
            throw new BrokenPromiseException($"{e.GetType().Name}: {e.Message}", e);
        }
    }
}
