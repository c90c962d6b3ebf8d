using System.Diagnostics;
using System.Runtime.InteropServices;

namespace VaeCodec.Bench.Codecs;

/// <summary>Processor time of child processes that have ended. One child at a time: on Unix the kernel keeps only their sum.</summary>
internal static class ChildCpuClock
{
    private const int Children = -1;

    /// <summary>Milliseconds that all ended children have taken together; 0 on Windows.</summary>
    public static double EndedChildrenMs()
    {
        if (OperatingSystem.IsWindows())
            return 0;
        return getrusage(Children, out ResourceUsage usage) == 0 ? usage.User.Milliseconds + usage.System.Milliseconds : 0;
    }

    /// <summary>Milliseconds of a child that has just ended, given <see cref="EndedChildrenMs"/> from before its start.</summary>
    public static double Of(Process ended, double before)
        => OperatingSystem.IsWindows() ? ended.TotalProcessorTime.TotalMilliseconds : EndedChildrenMs() - before;

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int getrusage(int who, out ResourceUsage usage);

    /// <summary>struct timeval of a 64-bit Unix.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeValue
    {
        public long Seconds;
        public int Microseconds;

        public readonly double Milliseconds => Seconds * 1e3 + Microseconds / 1e3;
    }

    /// <summary>struct rusage: two times and fourteen counters that are not read here.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct ResourceUsage
    {
        public TimeValue User;
        public TimeValue System;
    }
}
