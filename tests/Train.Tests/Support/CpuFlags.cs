namespace VaeCodec.Train.Tests.Support;

/// <summary>What the processor can do, as Linux names it.</summary>
internal static class CpuFlags
{
    public static bool Has(string flag)
        => File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").First(l => l.StartsWith("flags", StringComparison.Ordinal))
            .Split(' ').Contains(flag);
}
