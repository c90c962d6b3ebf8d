using System.Runtime.InteropServices;

namespace VaeCodec.Train.Training;

/// <summary>In which precision convolutions run, and what decides it. bfloat16 pays where the processor multiplies it; elsewhere libtorch
/// emulates it, many times slower than fp32.</summary>
internal static class Precision
{
    /// <summary>The processor decides.</summary>
    public const string Auto = "auto";

    /// <summary>bfloat16, sums in single precision.</summary>
    public const string Bf16 = "bf16";

    /// <summary>Single precision.</summary>
    public const string Fp32 = "fp32";

    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>Name of the processor, and what it is called where that cannot be known.</summary>
    public static string Processor { get; } = CpuLine("model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>Whether a config may say so.</summary>
    public static bool IsKnown(string precision) => precision is Auto or Bf16 or Fp32;

    /// <summary>"bf16" or "fp32" for a config's value and a device.</summary>
    public static string Resolve(string precision, string device)
        => precision != Auto ? precision : device != "cpu" || HasBf16(CpuLine("flags") ?? "") ? Bf16 : Fp32;

    /// <summary>Whether a processor with such flags multiplies bfloat16.</summary>
    internal static bool HasBf16(string flags)
    {
        string[] words = flags.Split(' ');
        return words.Contains("avx512_bf16") || words.Contains("amx_bf16");
    }

    private static string? CpuLine(string key)
        => File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal))?.Split(':',
            2)[^1].Trim() : null;
}
