using System.Runtime.InteropServices;
using TorchSharp;
using VaeCodec.Train.Torch;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace VaeCodec.Train.Tests.Support;

/// <summary>Skips a test, visibly, where there is no libtorch for the machine. Where there is and it does not load, the test
/// fails.</summary>
internal static class Libtorch
{
    public static void Require()
    {
        bool published = OperatingSystem.IsMacOS() ? RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            : RuntimeInformation.ProcessArchitecture == Architecture.X64;
        Assert.SkipUnless(published, "there is no libtorch package for this machine");
        NativeTorch.Require("cpu");
        torch.set_num_threads(1);
    }
}
