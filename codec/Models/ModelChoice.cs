namespace VaeCodec.Models;

/// <summary>Finds the weight file that a name or a hash means.</summary>
internal static class ModelChoice
{
    /// <summary>The file. A full name or a hash is looked for in one place after the other; a name without release is that of the newest
    /// release in any list.</summary>
    /// <exception cref="VaeCodecException">UnknownModel: there is none. BadArgument: there are several, or it is of another
    /// kind.</exception>
    public static ModelFile Of(ModelLibrary library, ModelKind kind, string wanted)
    {
        ModelFile[] found = Found(library, wanted);
        if (found.Length > 1 && found.Count(file => file.Kind == kind) == 1)
            found = [.. found.Where(file => file.Kind == kind)];
        return found switch
        {
            [] => throw MissingModel.Named(library, kind, wanted),
            [var file] when file.Kind == kind => file,
            [{ Kind: null } file] => throw new VaeCodecException(VaeCodecErrorKind.UnknownModel,
                $"the weights '{file.Place}' cannot be used: they are no model of this codec"),
            [{ Kind: { } other } file] => throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                $"'{wanted}' is {file.Name} ({file.Id:x8}), a model of another kind: {other.Noun}, where a {kind.Noun} is needed"),
            _ => throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                $"'{wanted}' may be any of {string.Join(", ", found.Select(file => $"{file.Name} ({file.Hash[..16]})"))}; give more "
                    + "digits of the hash"),
        };
    }

    /// <summary>The kind of what a name or a hash means.</summary>
    /// <exception cref="VaeCodecException">UnknownModel: there is none of a kind that pictures are drawn from. BadArgument: there are
    /// several.</exception>
    public static ModelKind KindOf(ModelLibrary library, string wanted)
    {
        ModelFile[] found = Found(library, wanted);
        return found is [{ Kind: { } kind }] && kind == ModelKind.Vlae ? kind : Of(library, ModelKind.Hvae, wanted).Kind!;
    }

    private static ModelFile[] Found(ModelLibrary library, string wanted)
    {
        foreach (IModelSource place in library.Places)
        {
            ModelFile[] found = [.. place.Files.Where(file => file.Name == wanted || ModelHash.Is(wanted, file.Hash))
                .DistinctBy(file => file.Hash)];
            if (found.Length != 0)
                return found;
        }

        return Newest(library, wanted);
    }

    private static ModelFile[] Newest(ModelLibrary library, string name)
        => library.Places.SelectMany(place => place.Files).Where(file => file.Entry?.Name == name)
            .MaxBy(file => file.Entry!.Release) is { } newest ? [newest] : [];
}
