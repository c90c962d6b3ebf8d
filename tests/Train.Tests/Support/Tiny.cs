using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Data;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Tests.Support;

/// <summary>A network and pictures small enough for a test.</summary>
internal static class Tiny
{
    public static HvaeSpec Spec { get; } = new()
    {
        Name = "tiny",
        Widths = [64, 32],
        AnalysisBlocks = [1, 0],
        Latents = [[8, 8]],
        SynthesisBlocks = 1,
        Embedding = 8,
        Log2Scale = [-4, 6],
        BetaRange = [1.0 / 16384, 1.0 / 64],
    };

    public static TrainConfig Config(string folder) => new()
    {
        Data = folder,
        Out = folder,
        Spec = Spec,
        Batch = 2,
        Crop = 32,
        Steps = 20,
        WarmupSteps = 2,
        LearningRate = 1e-3,
        KltCrops = 8,
        Threads = 1,
        LogEverySteps = 5,
        Precision = Precision.Fp32,
    };

    public static PhotoSet Photos { get; } = new([.. Enumerable.Range(0, 4).Select(i => Picture(i, 64, 48))], [Picture(9, 70, 40)]);

    /// <summary>Waves of colour with a little texture.</summary>
    public static Photo Picture(int index, int width, int height)
    {
        var rgb = new byte[width * height * 3];
        float[] texture = Hashed.Values($"texture {index}", rgb.Length, 12);
        for (int i = 0; i < rgb.Length; i++)
        {
            int c = i % 3, x = i / 3 % width, y = i / 3 / width;
            double wave = Math.Sin((x * (1 + index % 3) + c * 5) * 0.11) * Math.Cos(y * (1 + index % 2) * 0.09 + index);
            rgb[i] = (byte)Math.Clamp(128 + 80 * wave + texture[i], 0, 255);
        }

        return new($"{index}.png", width, height, rgb);
    }
}
