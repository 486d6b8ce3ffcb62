using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Whalepaper.Tests.Walls;

/// <summary>The program as compiled: its types, and what each of them knows.</summary>
internal static class Building
{
    /// <summary>The rooms of the domain: folders that hold all of what they are about.</summary>
    public static readonly IReadOnlyList<string> Rooms = ["Charter", "Tracks", "Topics", "Papers", "Talks", "Meetings", "Participation", "Members", "Search", "Audit", "Settings", "Notices", "Files", "Watching", "Backups"];

    private static readonly Lazy<Architecture> architecture = new(() => new ArchLoader().LoadAssembly(typeof(Site).Assembly).Build());

    /// <summary>Every type that we wrote.</summary>
    public static IEnumerable<IType> Types => architecture.Value.Types.Where(type => type.FullName.StartsWith("Whalepaper.", StringComparison.Ordinal) && !type.FullName.Contains(".Migrations.", StringComparison.Ordinal) && !type.FullName.Contains(".Compiled.", StringComparison.Ordinal));

    /// <summary>The full names of what a type knows.</summary>
    public static IEnumerable<string> Known(IType type) => type.Dependencies.Select(known => known.Target.FullName).Distinct(StringComparer.Ordinal);

    /// <summary>The folder under the program's own that a name belongs to; null for the composition root and for foreign names.</summary>
    public static string? FolderOf(string fullName)
    {
        var parts = fullName.Split('.');
        return parts is ["Whalepaper", var folder, _, ..] ? folder : null;
    }

    /// <summary>The root of the repository, found from where the tests run.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Whalepaper.slnx")))
                folder = folder.Parent;
            return folder?.FullName ?? throw new DirectoryNotFoundException($"No repository above {AppContext.BaseDirectory}.");
        }
    }

    /// <summary>The files of the repository that people wrote, by these endings.</summary>
    public static IEnumerable<string> Files(params string[] endings) => Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        .Where(file => endings.Contains(Path.GetExtension(file), StringComparer.Ordinal))
        .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "Migrations" or "Compiled" or ".git" or "node_modules" or "TestResults"));
}
