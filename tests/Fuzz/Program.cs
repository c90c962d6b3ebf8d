// Copies itself, instruments the copy's assemblies, and runs the copy; see README.md beside this file.
using System.Diagnostics;
using VaeCodec.Fuzz.Coverage;
using VaeCodec.Fuzz.Doublings;
using VaeCodec.Fuzz.Engine;
using VaeCodec.Tests.Shared;

const string CopyVariable = "VAECODEC_FUZZ_COPY";
string[] instrumented = ["VaeCodec.Bitstream.dll", "VaeCodec.dll", "VaeCodec.Images.dll", "VaeCodec.Networks.dll"];

FuzzOptions options;
try
{
    options = FuzzOptions.Parse(args);
}
catch (Exception e) when (e is FormatException or OverflowException)
{
    Console.Error.WriteLine($"fuzz: {e.Message}; [vaec|vaea|weights|metadata|pnm|images]... [--minutes M] [--processor-minutes M] "
        + "[--runs N] [--seed S] [--corpus DIR] [--findings DIR] [--tally FILE] [--minimise] [--hours H] [--doublings]");
    return 2;
}

if (Environment.GetEnvironmentVariable(CopyVariable) is not null)
{
    int findings = options.Doubles ? DoublingRun.Run(Console.Out) : options.Targets.Sum(target => options.Minimise
        ? new FuzzRun(target, options, Console.Out).Minimise() : new FuzzRun(target, options, Console.Out).Run());
    return findings == 0 ? 0 : 1;
}

// inside the repository, where the corpus is found
string copy = Path.Combine(AppContext.BaseDirectory, $"instrumented-{Environment.ProcessId}");
try
{
    Directory.CreateDirectory(copy);
    foreach (string file in Directory.GetFiles(AppContext.BaseDirectory))
        File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
    foreach (string folder in (string[])["weights", "runtimes"]) // of the latter libvips
        Directory.CreateSymbolicLink(Path.Combine(copy, folder), Path.Combine(AppContext.BaseDirectory, folder));
    int blocks = instrumented.Sum(name => Instrumenter.Rewrite(Path.Combine(copy, name)));
    Console.WriteLine($"{blocks} basic blocks of {string.Join(", ", instrumented)}, corpora below {Corpus.Root}");
    if (options.TurnsFor > TimeSpan.Zero)
        return new FuzzTurns(options, Start).Run() == 0 ? 0 : 1;
    using Process child = Start(args);
    child.WaitForExit();
    return child.ExitCode;
}
finally
{
    Directory.Delete(copy, recursive: true);
}

Process Start(IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo("dotnet",
    [Path.Combine(copy, "VaeCodec.Fuzz.dll"), .. arguments])
{ Environment = { [CopyVariable] = "1" } })!;
