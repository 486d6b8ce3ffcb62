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

    [GeneratedRegex(@"^\d+\.\d+(\.\d+){0,2}(-[0-9A-Za-z.-]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Exact();

    // SHA-512 in base 64.
    [GeneratedRegex("^[A-Za-z0-9+/]{86}==$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digest();
}
