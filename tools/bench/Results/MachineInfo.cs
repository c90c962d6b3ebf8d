using System.Runtime.InteropServices;

namespace VaeCodec.Bench.Results;

/// <summary>Where the times were taken.</summary>
/// <param name="Processor">Its name, where the system tells.</param>
/// <param name="Processors">Logical processors.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">.NET version.</param>
internal sealed record MachineInfo(string Processor, int Processors, string System, string Runtime)
{
    /// <summary>This machine.</summary>
    public static MachineInfo Here() => new(ProcessorName(), Environment.ProcessorCount, RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    private static string ProcessorName()
    {
        const string Linux = "/proc/cpuinfo";
        string? line = File.Exists(Linux) ? File.ReadLines(Linux).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
