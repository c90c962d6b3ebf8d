using System.CommandLine;

namespace VaeCodec.Tool.Store;

/// <summary><c>vaecodec store</c>: pictures with an index.</summary>
internal static class StoreCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create() => new("store", "Keep many pictures: put, find, check and get them (docs/store.md)")
    {
        StoreInitCommand.Create(),
        StoreAddCommand.Create(),
        StoreListCommand.Create(),
        StoreGetCommand.Create(),
        StoreTagCommand.Create(),
        StoreRemoveCommand.Create(),
        StoreVerifyCommand.Create(),
        StoreStatsCommand.Create(),
        StoreExportCommand.Create(),
    };

    /// <summary>What an id is.</summary>
    public const string IdDescription = "A picture's id, or a beginning of it that no other has ('store ls' shows them)";

    /// <summary>Where the store is.</summary>
    public static Argument<string> Folder() => new("DIR")
    {
        Description = "The store's folder, or postgresql://USER@HOST/DATABASE?schema=NAME (docs/store.md)",
    };

    /// <summary>Ids of pictures.</summary>
    public static Argument<string[]> Ids(ArgumentArity arity) => new("ID")
    {
        Description = IdDescription,
        Arity = arity,
    };
}
