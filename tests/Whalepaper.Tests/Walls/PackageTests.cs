using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Whalepaper.Tests.Walls;

/// <summary>Which packages the house is built of, is known before it is built, and can be told of every release.</summary>
public sealed partial class PackageTests
{
    [Fact]
    public void Every_package_is_pinned_with_its_digest()
    {
        var pinned = XDocument.Load(Path.Combine(Building.Root, "Directory.Packages.props")).Descendants("PackageVersion").ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value, StringComparer.OrdinalIgnoreCase);
        Assert.InRange(pinned.Count, 20, 200);
        Assert.All(pinned, package => Assert.Matches(Exact(), package.Value));

        var locks = Directory.GetFiles(Building.Root, "packages.lock.json", SearchOption.AllDirectories).Where(file => !Path.GetRelativePath(Building.Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")).ToList();
        Assert.Contains(locks, file => file.EndsWith(Path.Combine("src", "Whalepaper", "packages.lock.json"), StringComparison.Ordinal));
        foreach (var file in locks)
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            foreach (var package in document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject()).Where(package => package.Value.GetProperty("type").GetString() is not "Project"))
            {
                Assert.Matches(Digest(), package.Value.GetProperty("contentHash").GetString());
                Assert.Matches(Exact(), package.Value.GetProperty("resolved").GetString());
                if (package.Value.GetProperty("type").GetString() is "Direct" && pinned.TryGetValue(package.Name, out var version))
                    Assert.Equal(version, package.Value.GetProperty("resolved").GetString());
            }
        }
    }

    [Fact]
    public void The_inventory_of_a_release_is_made_by_a_pinned_tool()
    {
        using var tools = JsonDocument.Parse(File.ReadAllText(Path.Combine(Building.Root, ".config", "dotnet-tools.json")));
        var tool = tools.RootElement.GetProperty("tools").GetProperty("cyclonedx");
        Assert.Matches(Exact(), tool.GetProperty("version").GetString());
        Assert.False(tool.GetProperty("rollForward").GetBoolean());
        var command = Assert.Single(tool.GetProperty("commands").EnumerateArray()).GetString();
        Assert.Contains($"dotnet {command} src/Whalepaper/Whalepaper.csproj", File.ReadAllText(Path.Combine(Building.Root, "CONTRIBUTING.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_hole_ends_the_build_and_the_tests()
    {
        // The build: whatever is found of whatever package is a warning, and a warning is an error.
        var props = XDocument.Load(Path.Combine(Building.Root, "Directory.Build.props")).Descendants().Where(part => !part.HasElements).ToLookup(part => part.Name.LocalName, part => part.Value, StringComparer.Ordinal);
        Assert.Equal(("all", "true"), (Assert.Single(props["NuGetAuditMode"]), Assert.Single(props["TreatWarningsAsErrors"])));
        Assert.All(Building.Files(".csproj", ".props", ".targets"), file => Assert.DoesNotMatch(Silenced(), File.ReadAllText(file)));
        // The tests: what is reported is read, and said.
        Assert.Contains("look_for_holes\n", File.ReadAllText(Path.Combine(Building.Root, "test")), StringComparison.Ordinal);
        var folder = Directory.CreateTempSubdirectory("whalepaper-test-");
        var source = Path.Combine(folder.FullName, "index.json");
        await File.WriteAllTextAsync(source, """{"resources":[{"@id":"there","@type":"VulnerabilityInfo/6.7.0"}]}""");
        var telling = new Uri(source).AbsoluteUri;
        Assert.Equal((0, "No package has a known hole.\n"), await ReadAsync(folder, telling, "{}"));
        Assert.Equal((0, "NOT LOOKED UP: no source of packages here keeps a list of known holes, or none answers.\n"), await ReadAsync(folder, $"{telling}.gone", "{}"));
        Assert.Equal((1, "The report names no project.\n"), await ReadAsync(folder, telling, ""));
        const string leaky = """{"id":"Leaky","resolvedVersion":"1.2.3","vulnerabilities":[{"severity":"Low","advisoryurl":"https://advisories.example/1"}]}""";
        foreach (var where in (string[])["topLevelPackages", "transitivePackages"])
            Assert.Equal((1, "Leaky 1.2.3: Low, https://advisories.example/1\n"), await ReadAsync(folder, telling, $$"""{"frameworks":[{"framework":"net10.0","{{where}}":[{{leaky}}]}]}"""));
        folder.Delete(recursive: true);
    }

    // Has a report read as ./test does; gives what it ends with, and says.
    private static async Task<(int Code, string Said)> ReadAsync(DirectoryInfo folder, string source, string project)
    {
        var report = Path.Combine(folder.FullName, "report.json");
        await File.WriteAllTextAsync(report, $$"""{"version":1,"sources":["{{source}}"],"projects":[{{project}}]}""");
        using var reader = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(Building.Root, "tests", "holes.py"), report]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var said = await reader.StandardOutput.ReadToEndAsync();
        await reader.WaitForExitAsync();
        return (reader.ExitCode, said);
    }

    // What would make a hole pass: no audit, a higher level, a word not heard.
    [GeneratedRegex("<NuGetAudit>|NuGetAuditLevel|NuGetAuditSuppress|NU190[1-4]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Silenced();

    [GeneratedRegex(@"^\d+\.\d+(\.\d+){0,2}(-[0-9A-Za-z.-]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Exact();

    // SHA-512 in base 64.
    [GeneratedRegex("^[A-Za-z0-9+/]{86}==$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digest();
}
