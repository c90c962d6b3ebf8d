namespace VaeCodec.Models;

/// <summary>Why a weight file that has the right id is of no use.</summary>
/// <param name="File">The file.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Cause">The exception, if there was one.</param>
internal sealed record ModelFailure(ModelFile File, string Reason, Exception? Cause)
{
    /// <summary>A model of another kind.</summary>
    public static ModelFailure OfOtherKind(ModelFile file, ModelKind wanted)
        => new(file, file.Kind is null ? "it is no model of this codec"
            : $"it is a model of another kind: {file.Kind.Noun}, not a {wanted.Noun}", null);
}
