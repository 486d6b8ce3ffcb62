using System.Text;

namespace Whalepaper.Tests.Papers;

/// <summary>Reads BibTeX with Debian's python3-bibtexparser, which shares nothing with what wrote it.</summary>
internal static class BibTeXReader
{
    public static Task<List<Dictionary<string, string>>> ReadAsync(string bibtex) => PythonReader.ReadAsync<List<Dictionary<string, string>>>("Papers/read_bibtex.py", Encoding.UTF8.GetBytes(bibtex));
}
