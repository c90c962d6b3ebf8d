using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace VaeCodec.CommandLine;

/// <summary>A command of the tool that is a program of its own, because most users never need what it links.</summary>
/// <param name="Name">The command, and the folder that the program is in.</param>
/// <param name="Assembly">The program's assembly.</param>
/// <param name="Description">For the list of commands.</param>
internal sealed partial record ToolProgram(string Name, string Assembly, string Description)
{
    /// <summary>The environment variable that names the folder of the programs' folders, where they are not beside the tool.</summary>
    public const string FolderVariable = "VAECODEC_TOOLS";

    /// <summary><c>vaecodec bench</c>.</summary>
    public static readonly ToolProgram Bench = new("bench", "VaeCodec.Bench", "Measure rate, distortion and speed over a folder of images");

    /// <summary><c>vaecodec train</c>.</summary>
    public static readonly ToolProgram Train = new("train", "VaeCodec.Train", "Train a network");

    /// <summary><c>vaecodec serve</c>.</summary>
    public static readonly ToolProgram Serve = new("serve", "VaeCodec.Server", "Serve the pictures of a store over HTTP");

    /// <summary><c>vaecodec batch</c>.</summary>
    public static readonly ToolProgram Batch = new("batch", "VaeCodec.Batch", "Fill a store with millions of pictures, on many machines");

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<ToolProgram> All = [Bench, Train, Serve, Batch];

    private static readonly string? s_folder = Environment.GetEnvironmentVariable(FolderVariable);

    /// <summary>The program and the arguments that start it, with further ones behind.</summary>
    /// <exception cref="IOException">It is not installed.</exception>
    public string[] CommandLine(IEnumerable<string> arguments)
    {
        string host = Environment.ProcessPath ?? "dotnet";
        string assembly = Find();
        return Path.GetFileNameWithoutExtension(host) == "dotnet" ? [host, assembly, .. arguments]
            : [Path.ChangeExtension(assembly, Path.GetExtension(host) is ".exe" ? ".exe" : null), .. arguments];
    }

    /// <summary>Runs it in place of this process, with its streams, signals and exit code: there is no second process that could be left
    /// over. Returns only on Windows, which cannot do that, the exit code of a child.</summary>
    /// <exception cref="IOException">It is not installed, or does not start.</exception>
    public int Become(IEnumerable<string> arguments)
    {
        string[] command = CommandLine(arguments);
        if (OperatingSystem.IsWindows())
            return RunChild(command);
        _ = Execute(command[0], [.. command, null]);
        throw new IOException($"'{command[0]}' does not start: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private string Find()
    {
        string file = Assembly + ".dll", here = AppContext.BaseDirectory;
        string?[] places = [s_folder is { Length: > 0 } ? Path.Combine(s_folder, Name) : null, Path.Combine(here, Name), here,
            Path.Combine(here, "..", Name)];
        return places.OfType<string>().Select(place => Path.GetFullPath(Path.Combine(place, file))).FirstOrDefault(File.Exists)
            ?? throw new IOException(
                $"'vaecodec {Name}' is a program of its own, which is not installed: put {file} and what it needs into the folder "
                    + $"'{Name}' beside the tool, or set {FolderVariable}");
    }

    private static int RunChild(string[] command)
    {
        Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true; // the console tells the child, too
        try
        {
            using Process child = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false })!;
            child.WaitForExit();
            return child.ExitCode;
        }
        catch (Win32Exception e)
        {
            throw new IOException($"'{command[0]}' does not start: {e.Message}", e);
        }
    }

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string file, string?[] arguments);
}
