namespace VaeCodec.Server;

/// <summary>More is asked for than is done at a time.</summary>
internal sealed class BusyException() : Exception("too much is asked for at once; come again in a moment");
