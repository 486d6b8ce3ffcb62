using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace Whalepaper.Tests.Walls;

/// <summary>What is too long to be read in one go is two things.</summary>
public sealed class LengthTests
{
    private const int LongestFile = 300;
    // The house aims at 40; what is longer than this cannot be called about 40 any more.
    private const int LongestMethod = 50;

    [Fact]
    public void Files_are_short()
    {
        var files = Building.Files(".cs", ".razor", ".css", ".js", ".py").Where(file => !file.Contains("wwwroot/css", StringComparison.Ordinal)).ToList();

        Assert.InRange(files.Count, 200, 100_000);
        Assert.All(files, file => Assert.True(File.ReadLines(file).Count() < LongestFile, Path.GetRelativePath(Building.Root, file)));
    }

    [Fact]
    public void Methods_are_short()
    {
        var lengths = Methods().ToList();

        Assert.InRange(lengths.Count, 500, 1_000_000);
        Assert.Empty(lengths.FindAll(method => method.Last - method.First >= LongestMethod).ConvertAll(method => $"{method.File}:{method.First}-{method.Last}"));
    }

    // Where each method's statements begin and end, the compiler wrote down for debuggers. A constructor's begin at the first field.
    private static IEnumerable<(string File, int First, int Last)> Methods()
    {
        var assembly = typeof(Site).Assembly.Location;
        using var program = new PEReader(File.OpenRead(assembly));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assembly, ".pdb")));
        var (names, lines) = (program.GetMetadataReader(), symbols.GetMetadataReader());
        foreach (var handle in lines.MethodDebugInformation)
        {
            var method = lines.GetMethodDebugInformation(handle);
            if (method.Document.IsNil || method.SequencePointsBlob.IsNil || names.GetString(names.GetMethodDefinition(handle.ToDefinitionHandle()).Name) is ".ctor" or ".cctor")
                continue;
            var file = lines.GetString(lines.GetDocument(method.Document).Name);
            var points = method.GetSequencePoints().Where(point => !point.IsHidden).ToList();
            if (points.Count > 0 && IsOurs(file))
                yield return (Path.GetFileName(file), points.Min(point => point.StartLine), points.Max(point => point.EndLine));
        }
    }

    private static bool IsOurs(string file) => file.EndsWith(".cs", StringComparison.Ordinal) && !file.EndsWith(".g.cs", StringComparison.Ordinal)
        && !file.EndsWith("_razor.cs", StringComparison.Ordinal) && !file.Contains("/Migrations/", StringComparison.Ordinal) && !file.Contains("/Compiled/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal);
}
