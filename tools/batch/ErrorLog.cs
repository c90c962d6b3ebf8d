using Hangfire.Logging;

namespace VaeCodec.Batch;

/// <summary>Hangfire's own errors, a line for each, on stderr.</summary>
internal sealed class ErrorLog : ILogProvider, ILog
{
    public ILog GetLogger(string name) => this;

    public bool Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null)
    {
        if (logLevel < LogLevel.Error)
            return false;
        if (messageFunc is not null && exception is not OperationCanceledException)
            Failure.Report(exception is null ? messageFunc() : $"{messageFunc()} {exception.Message}", ExitCode.Success);
        return true;
    }
}
