namespace VaeCodec.CommandLine;

/// <summary>A result that cannot be written; the message names the output, which is not the file the work is known by.</summary>
internal sealed class OutputException(string message, Exception? inner = null) : IOException(message, inner);
