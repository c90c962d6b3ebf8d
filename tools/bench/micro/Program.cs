// In this process: the kernels are internal, and a project of BenchmarkDotNet's making could not see them.
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using VaeCodec.MicroBench;

IConfig config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddColumn(new WorkRateColumn());
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
