using System.Reflection;

namespace Whalepaper.Charter;

/// <summary>A document to begin with, for a group that has none: three tracks, the ways in and out, the five parts of a talk.</summary>
public static class CharterTemplate
{
    private const string Name = "GROUP";

    /// <summary>The template as something to import.</summary>
    /// <param name="language"><c>zh-CN</c> or <c>en</c>.</param>
    /// <param name="group">The group's name, which stands as the document's title.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<ImportOrder> OrderAsync(string language, string group, CancellationToken cancellation)
    {
        var file = $"template-{language}.md";
        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"templates/{file}") ?? throw new ArgumentException($"There is no template in '{language}'.", nameof(language));
        using var reader = new StreamReader(stream);
        var text = (await reader.ReadToEndAsync(cancellation)).Replace(Name, OneLine.Of(group), StringComparison.Ordinal);
        return new ImportOrder(new CharterText(text, "UTF-8"), file);
    }
}
