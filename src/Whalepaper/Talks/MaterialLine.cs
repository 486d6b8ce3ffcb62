using System.Linq.Expressions;
using Whalepaper.Files;

namespace Whalepaper.Talks;

/// <summary>Something that lies beside a talk.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="TalkId">Beside which talk.</param>
/// <param name="Kind">What sort of thing it is.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Link">Where it is, as written; empty for a file.</param>
/// <param name="IsPublic">Whether everybody may open it.</param>
/// <param name="AddedById">The number of who added it; null for what came with an archive.</param>
/// <param name="File">The file; null for a link.</param>
public sealed record MaterialLine(int Id, int TalkId, MaterialKind Kind, string Title, string Link, bool IsPublic, int? AddedById, FileLine? File)
{
    /// <summary>How it is read from the database.</summary>
    public static Expression<Func<Material, MaterialLine>> Of { get; } = material => new MaterialLine(
        material.Id, material.TalkId, material.Kind, material.Title, material.Link, material.IsPublic, material.AddedById,
        material.File == null ? null : new FileLine(material.File.Name, material.File.Sort, material.File.Length));

    /// <summary>Where its file is opened; null for a link.</summary>
    public string? FileHref => File is null ? null : MaterialFile.Href(Id, File.Name);
}

/// <summary>The file of a material.</summary>
/// <param name="Name">The name under which it is saved.</param>
/// <param name="Sort">What it is.</param>
/// <param name="Length">How many bytes it has.</param>
public sealed record FileLine(string Name, FileSort Sort, long Length);

/// <summary>The address of a file.</summary>
public static class MaterialFile
{
    /// <summary>Where a material's file is opened.</summary>
    public static string Href(int materialId, string name) => $"/materials/{materialId}/{Uri.EscapeDataString(name)}";
}
