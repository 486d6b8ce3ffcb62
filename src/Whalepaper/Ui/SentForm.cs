namespace Whalepaper.Ui;

/// <summary>Reads the form of a command.</summary>
internal static class SentForm
{
    /// <summary>The fields that were sent.</summary>
    /// <param name="request">The command.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="BadHttpRequestException">No form was sent (415), or one that breaks off, is out of bounds or in a charset that nobody should read (400): the sender's fault, and answered as such.</exception>
    public static async Task<IFormCollection> ReadSentFormAsync(this HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
            throw new BadHttpRequestException("A form is expected here.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            return await request.ReadFormAsync(cancellation);
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException or (IOException and not BadHttpRequestException))
        {
            throw new BadHttpRequestException("The form cannot be read.", StatusCodes.Status400BadRequest, exception);
        }
    }
}
