using System.Buffers.Binary;
using System.Text.Json;

namespace VaeCodec.Codec.Tests.Specification;

/// <summary>FORMAT.md, "Weights": a safetensors file, and the sizes in its metadata.</summary>
internal sealed class SpecificationWeights
{
    private readonly Dictionary<string, float[]> _tensors = [];

    public SpecificationWeights(byte[] file)
    {
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        using JsonDocument json = JsonDocument.Parse(file.AsMemory(8, header));
        foreach (JsonProperty tensor in json.RootElement.EnumerateObject().Where(t => t.Name != "__metadata__"))
        {
            int start = tensor.Value.GetProperty("data_offsets")[0].GetInt32(),
                end = tensor.Value.GetProperty("data_offsets")[1].GetInt32();
            ReadOnlySpan<byte> data = file.AsSpan(8 + header + start, end - start);
            bool half = tensor.Value.GetProperty("dtype").GetString() == "F16";
            float[] values = new float[data.Length / (half ? 2 : 4)];
            for (int i = 0; i < values.Length; i++)
                values[i] = half ? (float)BinaryPrimitives.ReadHalfLittleEndian(data[(2 * i)..])
                    : BinaryPrimitives.ReadSingleLittleEndian(data[(4 * i)..]);
            _tensors.Add(tensor.Name, values);
        }

        using JsonDocument spec = JsonDocument.Parse(json.RootElement.GetProperty("__metadata__").GetProperty("spec").GetString()!);
        Spec = spec.RootElement.Clone();
    }

    public JsonElement Spec { get; }

    public int[] Widths => Integers(Spec.GetProperty("widths"));

    public int[][] Latents => [.. Spec.GetProperty("latents").EnumerateArray().Select(Integers)];

    public int SynthesisBlocks => Spec.GetProperty("synthesis_blocks").GetInt32();

    public bool Winograd => Spec.TryGetProperty("winograd", out JsonElement value) && value.GetBoolean();

    public bool FilmShift => Spec.TryGetProperty("film_shift", out JsonElement value) && value.GetBoolean();

    public float[] Log2Scale => [.. Spec.GetProperty("log2_scale").EnumerateArray().Select(v => v.GetSingle())];

    public double[] BetaRange => [.. Spec.GetProperty("beta_range").EnumerateArray().Select(v => v.GetDouble())];

    public float[] this[string name] => _tensors[name];

    /// <summary>FORMAT.md, "Arithmetic": dense.</summary>
    public float[] Dense(string name, float[] x)
    {
        float[] weight = _tensors[name + ".weight"];
        return [.. _tensors[name + ".bias"].Select((bias, o) =>
        {
            float sum = bias;
            for (int i = 0; i < x.Length; i++)
                sum = MathF.FusedMultiplyAdd(x[i], weight[(o * x.Length) + i], sum);
            return sum;
        })];
    }

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetInt32())];
}
