// 'vaecodec serve': the tool starts this program with the arguments behind the command.
using VaeCodec.Server;

// Requests under way are answered before it ends.
var patience = TimeSpan.FromSeconds(30);
return await CommandRun.InvokeAsync([ServeCommand.Create()], [ToolProgram.Serve.Name, .. args], patience).ConfigureAwait(false);
