using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace VaeCodec.Codec.Tests.Support;

/// <summary>A sample compiled as the whole Program.cs of a console project, without usings that the project would add.</summary>
internal static class SampleProgram
{
    private static readonly MetadataReference[] s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>What the compiler says against it, warnings included, with lines of the page; empty where it compiles.</summary>
    public static IReadOnlyList<string> Compile(DocumentSample sample, out byte[] assembly)
    {
        var compilation = CSharpCompilation.Create("Sample", [CSharpSyntaxTree.ParseText(sample.Code)], s_references,
            new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        IEnumerable<Diagnostic> problems = compilation.Emit(image).Diagnostics
            .Where(problem => problem.Severity >= DiagnosticSeverity.Warning);
        assembly = image.ToArray();
        return [.. problems.Select(problem => $"{sample.Page}:{sample.Line + problem.Location.GetLineSpan().StartLinePosition.Line}: "
            + problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture))];
    }

    /// <summary>Runs a compiled sample in a folder, and gives what it printed.</summary>
    public static string Run(byte[] assembly, string folder)
    {
        (string before, TextWriter console) = (Directory.GetCurrentDirectory(), Console.Out);
        using var printed = new StringWriter();
        Directory.SetCurrentDirectory(folder);
        Console.SetOut(printed);
        try
        {
            MethodInfo main = Assembly.Load(assembly).EntryPoint!;
            object[] arguments = main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()];
            main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
            return printed.ToString();
        }
        finally
        {
            Console.SetOut(console);
            Directory.SetCurrentDirectory(before);
        }
    }
}
