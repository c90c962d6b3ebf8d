using System.Net;

namespace VaeCodec.Server.Tests.Load;

/// <summary>A request, and what has to come of it.</summary>
/// <param name="Method">Of HTTP.</param>
/// <param name="Path">With its query.</param>
/// <param name="Status">What is to be answered.</param>
internal sealed record LoadRequest(HttpMethod Method, string Path, HttpStatusCode Status)
{
    /// <summary>Headers beside those that all have.</summary>
    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>What is put.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Names the file that is asked for, whole or in part; null for what is no picture.</summary>
    public string? File { get; init; }

    /// <summary>Whether the stored file itself is: it is made of nothing.</summary>
    public bool IsStored { get; init; }

    /// <summary>Whether the file's tag is to be sent, once it is known: then 304 is to be answered.</summary>
    public bool IsConditional { get; init; }

    /// <summary>The most that its picture may have across and down.</summary>
    public (int Width, int Height) Most { get; init; }
}
