import { refusal } from "../../core/errors.ts";

export const FileTooLarge = refusal(
  "upload_too_large",
  413,
  "Файл больше {limit}: разделите его или сожмите",
  "The file is larger than {limit}: divide or compress it",
);
export const FileEmpty = refusal("file_empty", 422, "Файл пуст", "The file is empty");
export const FileTypeRefused = refusal(
  "file_type_refused",
  422,
  "Такие файлы не принимаются. Подойдут PDF, изображения, DOCX, XLSX, ODT, ODS, TXT, CSV, XML и ZIP с ними",
  "Files of this type are not taken. Send PDF, pictures, DOCX, XLSX, ODT, ODS, TXT, CSV, XML or a ZIP of them",
);
export const FileNameDiffers = refusal(
  "file_name_differs",
  422,
  "Содержимое файла не то, что обещает его имя: {found}",
  "The content of the file is not what its name promises: {found}",
);
export const FileActive = refusal(
  "file_active",
  422,
  "В файле есть макросы, сценарии или вложенные программы: сохраните его без них",
  "The file has macros, scripts or embedded programs: save it without them",
);
export const ArchiveRefused = refusal(
  "archive_refused",
  422,
  "Архив не принят: он повреждён, защищён паролем, вложен в другой или слишком велик в развёрнутом виде",
  "The archive is refused: it is damaged, has a password, lies within another, or is too large when unpacked",
);
export const TooManyFiles = refusal(
  "too_many_files",
  409,
  "Слишком много файлов ждут отправки: отправьте сообщение с ними или подождите сутки",
  "Too many files wait to be sent: send the message that they belong to, or wait for a day",
);
export const FileUnknown = refusal(
  "file_unknown",
  422,
  "Файла нет, он чужой или уже приложен: загрузите его ещё раз",
  "There is no such file, it is another's or attached already: upload it again",
);
export const AddressExpired = refusal(
  "address_expired",
  404,
  "Ссылка на файл больше не действует: откройте страницу ещё раз",
  "The address of the file is no longer valid: open the page again",
);
