using System.CommandLine;
using Whalepaper.Files;

namespace Whalepaper.Cli;

/// <summary><c>read-pdf</c>: how the program reads documents apart from itself; in no help, since nobody else calls it.</summary>
internal static class ReadPdfCommand
{
    private static readonly Argument<int> Letters = new("letters");

    public static Command Build()
    {
        var command = new Command(PdfReader.Command, "Write the text of a PDF from the standard input to the standard output") { Letters };
        command.Hidden = true;
        command.SetAction(asked => PdfReader.Run(Console.OpenStandardInput(), Console.OpenStandardOutput(), asked.GetValue(Letters)));
        return command;
    }
}
