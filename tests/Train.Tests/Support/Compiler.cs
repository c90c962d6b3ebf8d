namespace VaeCodec.Train.Tests.Support;

/// <summary>Skips a test, visibly, where the kernels cannot be compiled.</summary>
internal static class Compiler
{
    public static void Require()
        => Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "g++"))), "g++ is not installed");
}
