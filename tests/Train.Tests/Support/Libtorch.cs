[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace VaeCodec.Train.Tests.Support;

/// <summary>Skips a test, visibly, where the binding cannot be compiled. Where it should compile and does not, the test fails.</summary>
internal static class Libtorch
{
    public static void Require()
    {
        bool headers = Environment.GetEnvironmentVariable("LIBTORCH") is { Length: > 0 } || File.Exists("/usr/include/ATen/ATen.h");
        Assert.SkipUnless(headers, "libtorch-dev is not installed");
        Assert.SkipUnless(OnPath("g++"), "g++ is not installed");
        VaeCodec.Train.Torch.torch.set_num_threads(1);
    }

    private static bool OnPath(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
