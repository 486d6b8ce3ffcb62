using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;

namespace Whalepaper.Ui;

/// <summary>Writes schema.org data into a page.</summary>
public static class StructuredData
{
    // The encoder lets every script through but escapes < > & ' and ", so that no title can end the element it stands in.
    private static readonly JsonSerializerOptions safe = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>
    /// The element that holds <paramref name="data"/> as JSON-LD. It is a data block, which browsers never run and a content
    /// security policy does not concern (HTML, "prepare the script element").
    /// </summary>
    public static MarkupString Element(JsonObject data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var whole = new JsonObject { ["@context"] = "https://schema.org" };
        foreach (var (name, value) in data)
            whole[name] = value?.DeepClone();
        return new MarkupString($"<script type=\"application/ld+json\">{whole.ToJsonString(safe)}</script>");
    }
}
