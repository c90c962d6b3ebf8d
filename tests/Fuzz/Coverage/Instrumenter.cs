using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace VaeCodec.Fuzz.Coverage;

/// <summary>Rewrites an assembly so that the head of every basic block reports itself to <see cref="EdgeCounters"/>.</summary>
internal static class Instrumenter
{
    /// <summary>Rewrites the file in place; returns the number of blocks.</summary>
    public static int Rewrite(string assembly)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(assembly));
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        using AssemblyDefinition definition = AssemblyDefinition.ReadAssembly(assembly,
            new ReaderParameters { InMemory = true, AssemblyResolver = resolver });
        MethodReference hit = definition.MainModule.ImportReference(typeof(EdgeCounters).GetMethod(nameof(EdgeCounters.Hit)));
        int blocks = 0;
        foreach (MethodBody body in definition.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody)
            .Select(method => method.Body))
            blocks += Rewrite(body, hit);
        definition.Write(assembly);
        return blocks;
    }

    private static int Rewrite(MethodBody body, MethodReference hit)
    {
        body.SimplifyMacros();
        ILProcessor code = body.GetILProcessor();
        Instruction[] heads = [.. Heads(body)];
        var moved = new Dictionary<Instruction, Instruction>();
        foreach (Instruction head in heads)
        {
            Instruction number = code.Create(OpCodes.Ldc_I4, Number(body.Method, head));
            code.InsertBefore(head, number);
            code.InsertBefore(head, code.Create(OpCodes.Call, hit));
            moved.Add(head, number);
        }

        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
                instruction.Operand = Moved(target);
            else if (instruction.Operand is Instruction[] targets)
                instruction.Operand = targets.Select(Moved).ToArray();
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            (handler.TryStart, handler.TryEnd) = (Moved(handler.TryStart), Moved(handler.TryEnd));
            (handler.HandlerStart, handler.HandlerEnd, handler.FilterStart) = (Moved(handler.HandlerStart), MovedOrNone(handler.HandlerEnd),
                MovedOrNone(handler.FilterStart));
        }

        body.OptimizeMacros();
        return heads.Length;

        Instruction Moved(Instruction instruction) => moved.GetValueOrDefault(instruction, instruction);

        Instruction? MovedOrNone(Instruction? instruction) => instruction is null ? null : Moved(instruction);
    }

    /// <summary>The first instruction, targets of branches, what follows them, and the beginnings of handlers.</summary>
    private static HashSet<Instruction> Heads(MethodBody body)
    {
        HashSet<Instruction> heads = [body.Instructions[0]];
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
                heads.Add(target);
            else if (instruction.Operand is Instruction[] targets)
                heads.UnionWith(targets);
            if (instruction.OpCode.FlowControl == FlowControl.Cond_Branch && instruction.Next is { } next)
                heads.Add(next);
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
            heads.UnionWith(new[] { handler.HandlerStart, handler.FilterStart }.OfType<Instruction>());
        return heads;
    }

    /// <summary>The same in every run, and spread over the counters (FNV-1a over the method's name and the place).</summary>
    private static int Number(MethodDefinition method, Instruction head)
    {
        uint hash = 2166136261;
        foreach (char letter in method.FullName)
            hash = (hash ^ letter) * 16777619;
        hash = (hash ^ (uint)head.Offset) * 16777619;
        return (int)((hash ^ (hash >> 15)) & (EdgeCounters.Size - 1));
    }
}
