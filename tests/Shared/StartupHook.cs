using System.Runtime.Intrinsics;

/// <summary>
/// Runs inside a child process before its Main (the runtime looks for this very name, in no namespace, in the assembly that
/// DOTNET_STARTUP_HOOKS names) and writes down the widest vectors the child has: the proof that an instruction-set switch took effect.
/// </summary>
internal static class StartupHook
{
    public const string ReportVariable = "VAECODEC_TEST_ISA_REPORT";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(ReportVariable) is not { } path)
            return;
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128
            : 0;
        File.WriteAllText(path, bits.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
