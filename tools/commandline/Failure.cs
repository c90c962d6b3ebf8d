using System.Text.Json;
using VaeCodec.CommandLine.Files;

namespace VaeCodec.CommandLine;

/// <summary>Turns an exception into one line on stderr and an exit code; there is never a stack trace.</summary>
internal static class Failure
{
    /// <summary>The exit code for an exception.</summary>
    public static int CodeOf(Exception exception) => exception switch
    {
        OperationCanceledException => ExitCode.Cancelled,
        VaeCodecException { Kind: VaeCodecErrorKind.BadArgument } => ExitCode.Usage,
        VaeCodecException => ExitCode.BadInput,
        UsageException => ExitCode.Usage,
        IOException or UnauthorizedAccessException or DllNotFoundException => ExitCode.InputOutput,
        _ => ExitCode.BadInput,
    };

    /// <summary>What happened, on one line; where it happened goes in front.</summary>
    public static string Describe(Exception exception, string? where = null)
    {
        string what = exception switch
        {
            OperationCanceledException => "cancelled",
            FileNotFoundException => "the file does not exist",
            DirectoryNotFoundException => "the folder does not exist",
            UnauthorizedAccessException => "access is denied, or the path is a folder",
            VaeCodecException or UsageException or IOException or DllNotFoundException or InvalidDataException or JsonException
                => exception.Message,
            OutOfMemoryException => "not enough memory for this picture; let the process have more, or split the picture",
            _ => $"internal error: {exception.GetType().Name}: {exception.Message} Please report it.",
        };
        return Printable.Line(where is null || exception is UsageException or OutputException ? what : $"{where}: {what}");
    }

    /// <summary>Writes the line for an exception that nothing nearer to its cause has reported.</summary>
    public static int Report(Exception exception) => Report(Describe(exception), CodeOf(exception));

    /// <summary>Writes one line and passes the code on.</summary>
    public static int Report(string line, int code)
    {
        Console.Error.WriteLine("vaecodec: " + Printable.Line(line));
        return code;
    }
}
