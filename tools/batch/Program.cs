// 'vaecodec batch': the tool starts this program with the arguments behind the command.
using VaeCodec.Batch.Commands;

// The picture under way is given up, and what its shard has done is written down, before it ends.
var patience = TimeSpan.FromSeconds(30);
return await CommandRun.InvokeAsync([BatchCommand.Create()], [ToolProgram.Batch.Name, .. args], patience).ConfigureAwait(false);
